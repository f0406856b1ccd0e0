namespace EdgeActors.Learning.Compression;

public enum Rounding
{
    /// <summary>Up with the probability of the remainder: unbiased.</summary>
    Stochastic,

    /// <summary>To the nearest level: less error, but biased, so it wants error feedback.</summary>
    Nearest,
}
