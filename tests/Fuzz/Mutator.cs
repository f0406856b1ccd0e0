using System.Text;

namespace EdgeActors.Tests.Fuzz;

/// <summary>
/// Bodies like the good ones, and not good: bytes flipped, cut out, put in, repeated and spliced; words that parsers fall over. The same
/// seed makes the same bodies, so that a failure's number is enough to see it again.
/// </summary>
internal sealed class Mutator(int seed, params IReadOnlyList<byte[]> good)
{
    private static readonly byte[][] Awkward =
    [
        .. new[]
        {
            "-1", "0", "1e999", "-1e999", "9223372036854775808", "18446744073709551616", "0.1e-400", "NaN", "null", "true", "\"\"", "[]", "{}", "[[[[[[[[", "}}}}",
            "\\ud800", "\\u0000", "../../etc/passwd", "%2e%2e%2f", "\r\n\r\n", "--", ":", ",", "\"",
        }.Select(Encoding.UTF8.GetBytes),
        [0], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0xFF, 0xFE], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
    ];

    private readonly Random _random = new(seed);

    /// <summary>One more body; about one in forty is a good one as it was.</summary>
    public byte[] Next()
    {
        var body = good[_random.Next(good.Count)].ToList();
        for (var changes = _random.Next(40) == 0 ? 0 : _random.Next(1, 6); changes > 0; changes--)
            Change(body);
        return [.. body];
    }

    /// <summary>A number below <paramref name="limit"/>, for what else a case varies.</summary>
    public int Pick(int limit) => _random.Next(limit);

    private void Change(List<byte> body)
    {
        var at = _random.Next(body.Count + 1);
        var length = Math.Min(_random.Next(1, 17), body.Count - at);
        switch (_random.Next(7))
        {
            case 0 when length > 0:
                body[at] = (byte)_random.Next(256);
                break;
            case 1 when length > 0:
                body[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 2:
                body.RemoveRange(at, length);
                break;
            case 3:
                body.InsertRange(at, Awkward[_random.Next(Awkward.Length)]);
                break;
            case 4:
                body.InsertRange(at, body.GetRange(at, length));
                break;
            case 5:
                var other = good[_random.Next(good.Count)];
                var from = _random.Next(other.Length + 1);
                body.InsertRange(at, other.Skip(from).Take(_random.Next(64)));
                break;
            default:
                body.RemoveRange(at, body.Count - at);
                break;
        }
    }
}
