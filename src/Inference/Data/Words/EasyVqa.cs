using System.Text.Json;
using SkiaSharp;

namespace EdgeActors.Inference.Data.Words;

/// <summary>
/// Reads easy-VQA (Victor Zhou, MIT licence): a folder or zip with <c>train/</c> and <c>test/</c>, each with <c>images/N.png</c> and
/// <c>questions.json</c> of rows <c>[question, answer, N]</c>. Pictures must be square and of one size.
/// </summary>
public static class EasyVqa
{
    /// <param name="path">The folder or the zip.</param>
    /// <param name="part">"train" or "test".</param>
    /// <exception cref="DataSetException">Not there, or not of this form.</exception>
    public static WordedPictures Read(string path, string part)
    {
        if (Directory.Exists(path)) return Read(path, part, name => File.Exists(Path.Combine(path, name)) ? File.ReadAllBytes(Path.Combine(path, name)) : null);
        if (!File.Exists(path)) throw new DataSetException($"There is no data set at '{path}': give easy-VQA as a folder or a zip.");
        using var zip = DataZip.Open(path);
        return Read(path, part, name => zip.GetEntry(name) is { } entry ? DataZip.Bytes(entry) : null);
    }

    private static WordedPictures Read(string path, string part, Func<string, byte[]?> file)
    {
        var rows = Rows(path, part, file($"{part}/questions.json") ?? throw new DataSetException($"'{path}' has no {part}/questions.json: easy-VQA has one."));
        var places = new Dictionary<int, int>();
        var pixels = new List<byte[]>();
        var side = 0;
        foreach (var id in rows.Select(r => r.Id).Distinct().Order())
        {
            var name = $"{part}/images/{id}.png";
            var (planar, found) = Decode(name, file(name) ?? throw new DataSetException($"'{path}' asks about {name}, which is not there."));
            if (side == 0) side = found;
            if (found != side) throw new DataSetException($"{name} has a side of {found} pixels, the others of {side}: all must be alike.");
            places[id] = pixels.Count;
            pixels.Add(planar);
        }
        var all = new byte[(long)pixels.Count * WordedPictures.Channels * side * side];
        foreach (var (i, planar) in pixels.Index()) planar.CopyTo(all, i * planar.Length);
        return new WordedPictures($"{Path.GetFileName(path)} {part}", side, all, [.. rows.Select(r => new WordedExample(places[r.Id], r.Question, [r.Answer]))]);
    }

    private static (string Question, string Answer, int Id)[] Rows(string path, string part, byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateArray().Select(r => (r[0].GetString()!, r[1].GetString()!, r[2].GetInt32()))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new DataSetException($"{part}/questions.json of '{path}' has no rows [question, answer, picture]: {e.Message}", e);
        }
    }

    private static (byte[] Planar, int Side) Decode(string name, byte[] png)
    {
        var bounds = SKBitmap.DecodeBounds(png);
        using var bitmap = bounds.IsEmpty ? null : SKBitmap.Decode(png, new SKImageInfo(bounds.Width, bounds.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        if (bitmap is null) throw new DataSetException($"{name} can't be decoded as a picture.");
        if (bitmap.Width != bitmap.Height) throw new DataSetException($"{name} is {bitmap.Width} x {bitmap.Height} pixels: square ones are needed.");
        return (PlanarPixels.Of(bitmap.GetPixelSpan(), bitmap.Width * bitmap.Height), bitmap.Width);
    }
}
