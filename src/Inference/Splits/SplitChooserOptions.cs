namespace EdgeActors.Inference.Splits;

public sealed record SplitChooserOptions
{
    /// <summary>
    /// What a switch costs, in ms of lost time: the old pair is kept until keeping it has cost this much in total (the ski-rental rule, so
    /// noise does not flip the pair and a lasting gain, however small, is taken in the end).
    /// </summary>
    public double SwitchCostMs { get; init; } = 30;

    /// <summary>A gain of at least this share is taken at once: it is a step of the link, not noise.</summary>
    public double StepShare { get; init; } = 0.25;

    public static SplitChooserOptions Default { get; } = new();
}
