namespace EdgeActors.Learning.Strategies;

/// <summary>
/// SCAFFOLD's control variates, option II (Karimireddy et al. 2020, algorithm 1). The paper's devices send Δy and Δc. When all take the same
/// number of local steps K at the same rate η, Δcᵢ = −c − Δyᵢ/(K·η), so the cloud works out the mean of Δc from the mean of Δy and the upload
/// halves. It also holds under secure aggregation, where only means are known.
/// </summary>
/// <param name="Steps">K: local steps of every device.</param>
/// <param name="LearningRate">η of the local steps.</param>
public sealed record Scaffold(int Steps, float LearningRate)
{
    private float StepLength => Steps * LearningRate;

    /// <summary>cᵢ ← cᵢ − c − Δyᵢ/(K·η). Use Δy as it was sent, after compression: then the mean of all cᵢ stays the server's c.</summary>
    public void UpdateDevice(Span<float> device, ReadOnlySpan<float> server, ReadOnlySpan<float> sentUpdate)
    {
        for (var i = 0; i < device.Length; i++) device[i] = device[i] - server[i] - sentUpdate[i] / StepLength;
    }

    /// <summary>c ← c + |S|/N · mean(Δc).</summary>
    /// <param name="server">c, changed in place.</param>
    /// <param name="mean">Mean of Δy over the cohort.</param>
    /// <param name="participants">|S|: devices whose update is in the mean.</param>
    /// <param name="population">N: devices of the run.</param>
    public void UpdateServer(Span<float> server, ReadOnlySpan<float> mean, int participants, int population)
    {
        var share = (float)participants / population;
        for (var i = 0; i < server.Length; i++) server[i] += share * (-server[i] - mean[i] / StepLength);
    }
}
