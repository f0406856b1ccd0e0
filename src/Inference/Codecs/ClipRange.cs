namespace EdgeActors.Inference.Codecs;

/// <summary>Values are clipped to [Low, High] before they are rounded; Low is 0 for what comes out of a ReLU.</summary>
public readonly record struct ClipRange(float Low, float High);
