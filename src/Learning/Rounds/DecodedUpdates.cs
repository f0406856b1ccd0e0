using EdgeActors.Learning.Compression;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Strategies;
using EdgeActors.Learning.Updates;

namespace EdgeActors.Learning.Rounds;

/// <summary>
/// Adds up updates that can be decoded one by one. A mean takes 12 bytes a parameter, however many updates come; a robust rule compares them and
/// takes 4 bytes a parameter of each.
/// </summary>
public sealed class DecodedUpdates(TrainingPlan plan, int parameters, int round)
{
    private readonly IUpdateCodec _codec = plan.Up.Codec();
    private readonly IRobustRule? _rule = plan.Strategy.RobustRule();
    private readonly SortedList<string, float[]> _compared = new(StringComparer.Ordinal);
    private readonly ExactSum? _sum = plan.Strategy.RobustRule() is null ? new ExactSum(parameters) : null;
    private readonly float[] _one = new float[parameters];
    private int _count;

    /// <exception cref="FormatException">The blob is not an update of the plan's codec.</exception>
    public void Add(WeightedBlob blob)
    {
        var update = _sum is null ? new float[parameters] : _one;
        Array.Clear(update);
        _codec.Decode(blob.Bytes, update, plan.Update(blob.BaseVersion + 1 ?? round, blob.Device));
        if (_sum is null) _compared.Add(blob.Device, update);
        else _sum.Add(update, blob.Weight);
        _count++;
    }

    public RoundMean Mean() => new(_sum is null ? _rule!.Combine([.. _compared.Values]) : _sum.Mean(), _count, null);
}
