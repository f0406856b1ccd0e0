namespace EdgeActors.Onnx.Training;

/// <summary>The learning rate at each step of a run.</summary>
public abstract record Schedule
{
    /// <param name="step">From 0.</param>
    /// <param name="total">Steps of the whole run.</param>
    public abstract float At(long step, long total);
}

public sealed record ConstantRate(float Rate) : Schedule
{
    public override float At(long step, long total) => Rate;
}

/// <summary>
/// Up along a straight line for the first share of the run, then down along half a cosine to <paramref name="Final"/> of the peak (Smith and
/// Topin 2019; Loshchilov and Hutter 2017).
/// </summary>
public sealed record OneCycle(float Peak, float WarmUp = 0.2f, float Start = 0.04f, float Final = 0.001f) : Schedule
{
    public override float At(long step, long total)
    {
        var peakAt = WarmUp * total;
        if (step < peakAt)
        {
            return Peak * (Start + (1 - Start) * (float)(step / peakAt));
        }

        var progress = (step - peakAt) / Math.Max(1, total - peakAt);
        return Peak * (Final + (1 - Final) * 0.5f * (1 + (float)Math.Cos(Math.PI * progress)));
    }
}

/// <summary>Two schedules one after the other, the first for a share of the run: a warm restart (Loshchilov and Hutter 2017, section 3).</summary>
public sealed record Restart(Schedule First, float Share, Schedule Second) : Schedule
{
    public override float At(long step, long total)
    {
        var first = (long)Math.Round(Share * (double)total);
        return step < first ? First.At(step, first) : Second.At(step - first, total - first);
    }
}
