namespace EdgeActors.Learning.Privacy;

/// <summary>Who adds the noise.</summary>
public enum NoisePlace
{
    /// <summary>No noise.</summary>
    None,

    /// <summary>The cloud, after summing: it is trusted with the exact sum, and with secure aggregation with nothing more.</summary>
    Central,

    /// <summary>Every device adds its part before masking: not even the cloud ever holds an exact sum.</summary>
    Distributed,
}
