namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>Type and shape that a rule gives one output; Undefined and null where it can't tell.</summary>
internal readonly record struct Inferred(ElementType Type, Shape? Shape);
