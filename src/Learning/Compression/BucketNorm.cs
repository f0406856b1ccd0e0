namespace EdgeActors.Learning.Compression;

/// <summary>What the top level of a bucket stands for.</summary>
public enum BucketNorm
{
    /// <summary>The bucket's largest magnitude: the finer levels, used by QSGD's own experiments and TernGrad.</summary>
    Largest,

    /// <summary>The bucket's L2 norm: QSGD's theory.</summary>
    Euclidean,
}
