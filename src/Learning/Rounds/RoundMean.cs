namespace EdgeActors.Learning.Rounds;

/// <summary>What a round's updates come to.</summary>
/// <param name="Update">Mean of local model minus global model, <c>[parameters]</c>.</param>
/// <param name="Participants">Updates in it.</param>
/// <param name="WithinClip">How many were shorter than the clip; null where nothing was clipped.</param>
public sealed record RoundMean(float[] Update, int Participants, int? WithinClip);
