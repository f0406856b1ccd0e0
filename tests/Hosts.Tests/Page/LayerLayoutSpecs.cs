using EdgeActors.Gateway.Page.Drawing;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace EdgeActors.Hosts.Tests.Page;

public sealed class LayerLayoutSpecs
{
    private const double CardHeight = 80;

    [Property(MaxTest = 200)]
    public Property Cards_lie_inside_in_rows_no_wider_than_allowed_and_never_on_each_other()
    {
        var layers = Gen.Choose(0, 13).ListOf(3);
        return Prop.ForAll(Gen.Choose(1, 6).ToArbitrary(), layers.ToArbitrary(), (columns, counts) =>
        {
            var ids = counts.Select((count, layer) => (IReadOnlyList<string>)[.. Enumerable.Range(0, count).Select(i => $"{layer}.{i}")]).ToList();
            var layout = new LayerLayout(ids, columns, CardHeight, rowGap: 20, layerGap: 60);
            var places = ids.SelectMany(layer => layer).Select(id => layout[id]).ToList();

            Assert.Equal(places.Count, places.Distinct().Count());
            Assert.All(places, place => Assert.True(place.X is > 0 and < 100 && place.Y >= 0 && place.Y + CardHeight <= layout.Height + 1e-6));
            Assert.All(places.GroupBy(place => place.Y), row => Assert.True(row.Count() <= columns));
        });
    }

    [Fact]
    public void A_line_leaves_below_the_upper_card_and_arrives_above_the_lower_whichever_is_named_first()
    {
        var layout = new LayerLayout([["cloud"], ["edge"]], 3, CardHeight, rowGap: 20, layerGap: 60);

        Assert.Equal("M50 80 C50 110 50 110 50 140", layout.Line("cloud", "edge"));
        Assert.Equal(layout.Line("cloud", "edge"), layout.Line("edge", "cloud"));
    }
}
