using System.Collections.Immutable;

namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>The shape rule of each operator.</summary>
internal sealed class RuleTable : Dictionary<string, Func<RuleContext, ImmutableArray<Inferred>>>
{
    public static RuleTable Standard { get; } = Create();

    private static RuleTable Create()
    {
        var rules = new RuleTable();
        ElementwiseRules.AddTo(rules);
        ProductRules.AddTo(rules);
        WindowRules.AddTo(rules);
        ReductionRules.AddTo(rules);
        ReshapingRules.AddTo(rules);
        SelectionRules.AddTo(rules);
        CreationRules.AddTo(rules);
        BodyRules.AddTo(rules);
        return rules;
    }
}
