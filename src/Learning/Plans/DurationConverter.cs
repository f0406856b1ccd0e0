using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace EdgeActors.Learning.Plans;

/// <summary>Durations as people write them: <c>500ms</c>, <c>30s</c>, <c>10m</c>, <c>2h</c>.</summary>
internal sealed class DurationConverter : IYamlTypeConverter
{
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    public bool Accepts(Type type) => type == typeof(TimeSpan);

    public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
    {
        var scalar = parser.Consume<Scalar>();
        var text = scalar.Value.Trim();
        foreach (var (unit, seconds) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return TimeSpan.FromSeconds(number * seconds);
        }

        throw new YamlException(scalar.Start, scalar.End, $"'{text}' is no duration: write a number and ms, s, m or h, for example 30s");
    }

    public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) =>
        emitter.Emit(new Scalar($"{((TimeSpan)value!).TotalMilliseconds.ToString(CultureInfo.InvariantCulture)}ms"));
}
