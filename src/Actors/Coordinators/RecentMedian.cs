using EdgeActors.Inference.Sessions;

namespace EdgeActors.Actors.Coordinators;

/// <summary>The median of the last few values; 0 before the first. One value in many that is far off does not move it.</summary>
internal sealed class RecentMedian
{
    private const int Window = 15;

    private readonly Queue<double> _values = new();

    public double Value { get; private set; }

    public void Add(double value)
    {
        if (!double.IsFinite(value) || value < 0)
            return;
        _values.Enqueue(value);
        if (_values.Count > Window)
            _values.Dequeue();
        Value = RunTimes.Quantile([.. _values.Order()], 0.5);
    }
}
