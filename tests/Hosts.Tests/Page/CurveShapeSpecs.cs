using EdgeActors.Gateway.Page.Drawing;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace EdgeActors.Hosts.Tests.Page;

public sealed class CurveShapeSpecs
{
    [Fact]
    public void Values_go_upwards_and_x_spans_the_whole_width() =>
        Assert.Equal("M0 100L50 50L100 0", CurveShape.Path([(10, 0), (20, 1), (30, 2)], 0, 2));

    [Fact]
    public void What_is_not_a_number_leaves_a_gap() =>
        Assert.Equal("M0 100M100 0", CurveShape.Path([(0, 0), (1, double.NaN), (2, 1)], 0, 1));

    [Fact]
    public void One_point_is_no_curve() => Assert.Equal("", CurveShape.Path([(0, 1)], 0, 1));

    [Property(MaxTest = 300)]
    public Property The_upper_edge_is_the_next_round_number() => Prop.ForAll(
        Gen.Choose(1, 2_000_000_000).Select(n => n / 1_000.0).ToArbitrary(), value =>
        {
            var edge = CurveShape.RoundUp(value);
            var first = edge / Math.Pow(10, Math.Floor(Math.Log10(edge) + 1e-9));
            return edge >= value * (1 - 1e-9) && edge <= value * 2.5 * (1 + 1e-9) && new[] { 1, 2, 5 }.Any(step => Math.Abs(first - step) < 1e-6);
        });
}
