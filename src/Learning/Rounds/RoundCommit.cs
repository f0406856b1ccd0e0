using System.Security.Cryptography;
using System.Text;
using EdgeActors.Learning.Compression;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Privacy;
using EdgeActors.Learning.Strategies;
using EdgeActors.Learning.Updates;

namespace EdgeActors.Learning.Rounds;

/// <summary>
/// A round's last step: [noise], server optimizer, control variate, compressed difference, next clip. Pure: a run, its resumption after a crash and a
/// replay years later all go through here and end in the same bytes.
/// </summary>
public static class RoundCommit
{
    private static readonly AdaptiveClip ClipRule = new();

    /// <param name="noiseSecret">32 bytes chosen when the run began; read only with central noise.</param>
    public static CommittedStep Apply(TrainingPlan plan, GlobalState state, RoundMean mean, byte[] noiseSecret)
    {
        var round = state.Version + 1;
        var update = mean.Update.ToArray();
        if (plan.Privacy.Noise == NoisePlace.Central)
            GaussianNoise.AddTo(update, plan.Privacy.Multiplier * state.Clip / mean.Participants, NoiseSeed(noiseSecret, round));
        var target = state.Model.ToArray();
        var optimizer = plan.Strategy.ServerOptimizer().Step(state.Optimizer, target, update);
        var control = state.Control.ToArray();
        if (plan.Strategy.Kind == StrategyKind.Scaffold)
            new Scaffold(plan.Local.Steps, plan.RateIn(round)).UpdateServer(control, update, mean.Participants, plan.Cohort.Devices);
        var model = state.Model.ToArray();
        var residual = state.Residual.ToArray();
        var difference = new ModelStep(plan.Down.DownCodec()).Take(model, target, residual, plan.Step(round));
        var clip = plan.Ring.AdaptiveClip && mean.WithinClip is { } within
            ? ClipRule.Next(state.Clip * plan.RateIn(round + 1) / plan.RateIn(round), (double)within / mean.Participants) // updates grow shorter with the rate
            : state.Clip;
        return new CommittedStep(new GlobalState(round, model, optimizer, control, residual, clip), difference);
    }

    /// <summary>The learning rate of a round's local steps.</summary>
    public static float RateIn(this TrainingPlan plan, int round)
    {
        var rate = plan.Local.LearningRate;
        if (plan.Local.Schedule == RateSchedule.Linear) return (float)(rate * (plan.Rounds - round + 1) / plan.Rounds);
        for (var i = 1; i < round; i++) rate *= plan.Local.RateDecay;
        return (float)rate;
    }

    private static byte[] NoiseSeed(byte[] secret, int round) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, salt: "central noise"u8.ToArray(), Encoding.UTF8.GetBytes($"{round}"));
}
