namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>Constant nodes as tensors, whichever attribute holds the value.</summary>
internal static class ConstantNode
{
    /// <summary>The tensor under the node's output name, or null for kinds that hold no dense numbers.</summary>
    public static Tensor? Read(Node node)
    {
        string name = node.Outputs[0];
        return node.Attributes.Values.FirstOrDefault() switch
        {
            { Name: "value" } a when a.Raw is Tensor tensor => tensor.Renamed(name),
            { Name: "value_float" } a => Tensor.Scalar(name, a.Float),
            { Name: "value_int" } a => Tensor.Scalar(name, a.Int),
            { Name: "value_floats" } a => Tensor.From(name, [a.Floats.Length], a.Floats.AsSpan()),
            { Name: "value_ints" } a => Tensor.From(name, [a.Ints.Length], a.Ints.AsSpan()),
            _ => null,
        };
    }
}
