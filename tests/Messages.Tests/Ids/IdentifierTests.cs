namespace EdgeActors.Messages.Tests.Ids;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("..\n")]
    [InlineData("é")]
    public void What_could_be_a_path_or_a_line_is_no_id(string text) => Assert.Throws<ArgumentException>(() => new DeviceId(text));

    [Fact]
    public void An_id_is_equal_by_value_and_ordered_ordinally()
    {
        Assert.Equal(new DeviceId("cam-1"), new DeviceId("cam-1"));
        Assert.Equal(["B", "a", "b"], new[] { new DeviceId("b"), new("a"), new("B") }.Order().Select(id => id.Value));
    }

    [Fact]
    public void A_request_keeps_its_place_in_the_edge_pool_whatever_the_process()
    {
        Assert.Equal("edge.pool.3", DeviceId.EdgePool(new("r-1")).Value);
        Assert.True(DeviceId.EdgePool(new("r-1")).IsEdgePool);
    }

    [Fact]
    public void A_step_key_reads_back_what_it_writes()
    {
        var key = new StepKey(new("r-1"), 2, 3);
        Assert.Equal(key, StepKey.Parse(key.ToString()));
        Assert.Throws<FormatException>(() => StepKey.Parse("r-1/2"));
        Assert.Throws<FormatException>(() => StepKey.Parse("r 1/2/3"));
    }
}
