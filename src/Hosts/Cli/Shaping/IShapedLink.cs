namespace EdgeActors.Cli.Shaping;

/// <summary>The link of one device, as slow as a bench or a demo wants it.</summary>
public interface IShapedLink
{
    /// <summary>For reports: what makes it slow.</summary>
    string Description { get; }

    /// <summary>So many bytes pass at once after a pause, whatever the rate.</summary>
    double BurstBytes(double bytesPerSecond);

    /// <summary>A step of the link; takes effect for the next packet.</summary>
    Task SetRateAsync(LinkRate rate, CancellationToken stop);
}
