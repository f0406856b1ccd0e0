using EdgeActors.Messages.Link;
using EdgeActors.Messages.Serialization;

namespace EdgeActors.Messages;

/// <summary>The shared words between records and protobuf: for the serializers, and for what crosses the device link.</summary>
public static class StepMapping
{
    public static Pair ToWire(this SplitPair pair) => new() { Model = pair.Model.Value, Bundle = pair.Bundle, Cut = pair.Cut, Codec = pair.Codec };

    public static SplitPair ToDomain(this Pair pair) => new(new(pair.Model), pair.Bundle, pair.Cut, pair.Codec);

    public static Hop ToWire(this HopCost hop) =>
        new() { Name = hop.Name, PredictedMs = hop.PredictedMs, MeasuredMs = hop.MeasuredMs, Bytes = hop.Bytes };

    public static HopCost ToDomain(this Hop hop) => new(hop.Name, hop.PredictedMs, hop.MeasuredMs, hop.Bytes);

    public static Link.Answer ToWire(this Answer answer) => answer switch
    {
        ClassificationAnswer classes => new()
        {
            Classification = new() { Labels = { classes.Labels.Select(label => new Link.LabelScore { Label = label.Label, Score = label.Score }) } },
        },
        TextAnswer text => new() { Text = new() { Text = text.Text, Score = text.Score } },
        _ => throw new ArgumentException($"A {answer.GetType().Name} has no form on the wire.", nameof(answer)),
    };

    /// <exception cref="FormatException">Neither classes nor text.</exception>
    public static Answer ToDomain(this Link.Answer answer) => answer.ValueCase switch
    {
        Link.Answer.ValueOneofCase.Classification =>
            new ClassificationAnswer(answer.Classification.Labels.Map(label => new LabelScore(label.Label, label.Score))),
        Link.Answer.ValueOneofCase.Text => new TextAnswer(answer.Text.Text, answer.Text.Score),
        _ => throw new FormatException("An answer holds neither classes nor text."),
    };

    public static BlobInfo ToLink(this BlobRef blob) =>
        new() { Sha256 = blob.Sha256, Length = blob.Length, MediaType = blob.MediaType, Name = blob.Name };

    public static BlobRef ToDomain(this BlobInfo blob) => new(blob.Sha256, blob.Length, blob.MediaType, blob.Name, null);

    public static PictureSource ToLink(this PictureRef picture) =>
        picture.Blob is { } blob ? new() { Blob = blob.ToLink() } : new() { OnDevice = picture.OnDevice };

    /// <exception cref="FormatException">Neither a picture of the device nor a blob.</exception>
    public static PictureRef ToDomain(this PictureSource picture) => picture.WhereCase switch
    {
        PictureSource.WhereOneofCase.OnDevice => PictureRef.Held(picture.OnDevice),
        PictureSource.WhereOneofCase.Blob => PictureRef.Uploaded(picture.Blob.ToDomain()),
        _ => throw new FormatException("A picture is neither on the device nor a blob."),
    };

    internal static Wire.BlobRef ToWire(this BlobRef blob)
    {
        var wire = new Wire.BlobRef { Sha256 = blob.Sha256, Length = blob.Length, MediaType = blob.MediaType, Name = blob.Name };
        if (blob.Uri is { } uri)
            wire.Uri = uri.OriginalString;
        return wire;
    }

    internal static BlobRef ToDomain(this Wire.BlobRef blob) =>
        new(blob.Sha256, blob.Length, blob.MediaType, blob.Name, blob.HasUri ? new Uri(blob.Uri, UriKind.RelativeOrAbsolute) : null);

    internal static Wire.PictureRef ToWire(this PictureRef picture) =>
        picture.Blob is { } blob ? new() { Blob = blob.ToWire() } : new() { OnDevice = picture.OnDevice };

    internal static PictureRef ToDomain(this Wire.PictureRef picture) => picture.WhereCase switch
    {
        Wire.PictureRef.WhereOneofCase.OnDevice => PictureRef.Held(picture.OnDevice),
        Wire.PictureRef.WhereOneofCase.Blob => PictureRef.Uploaded(picture.Blob.ToDomain()),
        _ => throw new FormatException("A picture is neither on a device nor a blob."),
    };

    internal static Wire.StepKey ToWire(this StepKey key) => new() { Request = key.Request.Value, Step = key.Step, Attempt = key.Attempt };

    internal static StepKey ToDomain(this Wire.StepKey key) => new(new(key.Request), key.Step, key.Attempt);

    internal static Wire.StepResult ToWire(this StepResult result)
    {
        var wire = new Wire.StepResult
        {
            Pair = result.Pair.ToWire(),
            Version = result.Version,
            Where = result.Where,
            Hops = { result.Hops.Select(ToWire) },
            LinkBytes = result.LinkBytes,
            Answer = result.Answer.ToWire(),
        };
        if (result.DegradedReason is { } reason)
            wire.DegradedReason = reason;
        return wire;
    }

    internal static StepResult ToDomain(this Wire.StepResult result) => new(
        result.Pair.ToDomain(), result.Version, result.Where, result.Hops.Map(ToDomain), result.LinkBytes, result.Answer.ToDomain(),
        result.HasDegradedReason ? result.DegradedReason : null);

    internal static Wire.Failure ToWire(this Failure failure) =>
        new() { Code = failure.Code, Reason = failure.Reason, RetryAfter = failure.RetryAfter.ToWire() };

    internal static Failure ToDomain(this Wire.Failure failure) => new(failure.Code, failure.Reason, failure.RetryAfter.ToNullable());
}
