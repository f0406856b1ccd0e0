namespace EdgeActors.Gateway.OpenInference;

/// <param name="Binary">Null where the output says nothing about it.</param>
/// <param name="Classes">The classification extension: the best k as <c>score:index:label</c>; 0 for the tensor itself.</param>
public sealed record RequestedOutput(string Name, bool? Binary, int Classes);
