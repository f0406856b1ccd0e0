using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Rounds;
using EdgeActors.Learning.Strategies;
using EdgeActors.Learning.Updates;

namespace EdgeActors.Learning.Local;

/// <summary>What one device made of one round: an update that waits to be uploaded, and what the device remembers once it counts.</summary>
public sealed class DeviceRound
{
    private readonly TrainingPlan _plan;
    private readonly double _clip;
    private readonly uint[] _contribution;
    private readonly byte[] _blob;
    private readonly float[] _residual;
    private readonly float[] _control;

    private DeviceRound(TrainingPlan plan, double clip, LocalResult result, uint[] contribution, byte[] blob, float[] residual, float[] control)
    {
        (_plan, _clip, Result, _contribution, _blob, _residual, _control) = (plan, clip, result, contribution, blob, residual, control);
    }

    public LocalResult Result { get; }

    /// <summary>What SCAFFOLD adds to every gradient, c − cᵢ; empty for other strategies.</summary>
    /// <param name="control">c of the round.</param>
    public static float[] Correction(TrainingPlan plan, DeviceMemory memory, float[] control)
    {
        if (plan.Strategy.Kind != StrategyKind.Scaffold) return [];
        return memory.Control.Length == 0 ? control : [.. control.Zip(memory.Control, (c, own) => c - own)];
    }

    /// <summary>Codes a trained update. Changes nothing in <paramref name="memory"/>.</summary>
    /// <param name="control">SCAFFOLD's c; empty for other strategies.</param>
    /// <param name="examples">Of this device.</param>
    /// <param name="largest">Of any device of the cohort.</param>
    /// <param name="noise">A secret 32-byte seed; read only with distributed noise.</param>
    public static DeviceRound Of(
        TrainingPlan plan, LocalResult result, DeviceMemory memory, float[] control, int round, string device, double clip, long examples, long largest, byte[] noise)
    {
        var encoder = new UpdateEncoder(plan, result.Update.Length);
        uint[] contribution = [];
        byte[] blob = [];
        var residual = memory.Residual;
        if (encoder.UsesRing) contribution = encoder.Contribute(result.Update, round, device, clip, encoder.RingWeight(examples, largest), noise);
        else blob = encoder.Encode(result.Update, round, device, ref residual);
        float[] own = [];
        if (plan.Strategy.Kind == StrategyKind.Scaffold)
        {
            own = memory.Control.Length == 0 ? new float[result.Update.Length] : memory.Control.ToArray();
            var sent = encoder.AsSent(result.Update, blob, round, device, clip);
            new Scaffold(plan.Local.Steps, plan.RateIn(round)).UpdateDevice(own, control, sent);
        }

        return new(plan, clip, result, contribution, blob, residual, own);
    }

    /// <summary>The bytes to upload. Masks of one attempt leave nothing behind for the next.</summary>
    /// <param name="mask">Puts masks on the ring elements in place; null where the plan wants none.</param>
    public byte[] Upload(int round, Action<uint[]>? mask)
    {
        if (_contribution.Length == 0) return _blob;
        var elements = _contribution.ToArray();
        mask?.Invoke(elements);
        return BitPacking.Pack(RoundAggregation.Scheme(_plan, Result.Update.Length, _clip, round).Ring, elements);
    }

    /// <summary>The update counts: from here on the device remembers what it held back.</summary>
    public void Keep(DeviceMemory memory) => (memory.Residual, memory.Control) = (_residual, _control);
}
