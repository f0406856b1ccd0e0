namespace EdgeActors.Messages.Training;

/// <summary>What one attempt at a round is to do. A round's number is one above the version of the model it starts from.</summary>
/// <param name="Attempt">From 1.</param>
/// <param name="PlanJson">The run's plan in its canonical form.</param>
/// <param name="Cohort">Who is asked, by id.</param>
/// <param name="LargestExamples">Of any device of the cohort: what weights are relative to.</param>
/// <param name="Graph">The network to train, ONNX, with any weights.</param>
/// <param name="Model">The global model's weights, flat float32 in the graph's order.</param>
/// <param name="Difference">From the version before to this one, compressed; null for the first.</param>
/// <param name="Control">SCAFFOLD's control variate, flat float32; null for other strategies.</param>
/// <param name="Clip">L2 norm that updates are scaled down to, where they are.</param>
/// <param name="Counted">In a run without rounds (fedBuff): by device, the newest version whose update has counted; an update from it or before would count twice.</param>
public sealed record RoundOrder(
    RoundId Round, int Attempt, string PlanJson, ValueArray<DeviceId> Cohort, long LargestExamples, int Parameters,
    BlobRef Graph, BlobRef Model, BlobRef? Difference, BlobRef? Control, double Clip,
    ValueArray<DeviceVersion> Counted = default);
