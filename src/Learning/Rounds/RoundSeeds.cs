using EdgeActors.Learning.Plans;

namespace EdgeActors.Learning.Rounds;

/// <summary>Every draw of a run by its purpose. None depends on the attempt: a device asked again for a round sends what it sent before.</summary>
public static class RoundSeeds
{
    /// <summary>The ring's rotation, the same for all devices.</summary>
    public static Seed Rotation(this TrainingPlan plan, int round) => Of(plan, "rotation", round);

    /// <summary>Rounding and rotation of one device's update.</summary>
    public static Seed Update(this TrainingPlan plan, int round, string device) => Of(plan, "update", round).Derive(device);

    /// <summary>The model's way down after a round.</summary>
    public static Seed Step(this TrainingPlan plan, int round) => Of(plan, "step", round);

    /// <summary>Order and augmentation of a device's pictures.</summary>
    public static Seed Batches(this TrainingPlan plan, int round, string device) => Of(plan, "batches", round).Derive(device);

    public static Seed Cohort(this TrainingPlan plan, int round, int attempt) => Of(plan, "cohort", round).Derive($"{attempt}");

    private static Seed Of(TrainingPlan plan, string purpose, int round) => new Seed(plan.Seed).Derive(purpose, $"{round}");
}
