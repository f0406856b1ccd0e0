namespace EdgeActors.Inference.Data.Scenes;

/// <summary>A picture before it is drawn: one to three objects in different cells of a grid of three by three.</summary>
/// <param name="Objects">No two in one cell.</param>
public sealed record Scene(SceneColour Background, IReadOnlyList<SceneObject> Objects);
