using EdgeActors.Cli.Bench.Splits;
using EdgeActors.Cli.Bench.Tasks;

namespace EdgeActors.Hosts.Tests.Cli;

public sealed class TaskBenchTests
{
    [Fact]
    public void Over_the_link_the_cut_with_the_fewest_bytes_is_pinned_beside_both_ends_and_our_choice()
    {
        var smallest = new TaskCut("stem", "clip3+rans", Learned: false, 400, 30, 0, 1000, 0.15, 20);

        var policies = TaskLinkBench.Policies(Figures(smallest));

        Assert.Equal([("stem", "clip3+rans"), ("input", null), ("output", null), (null, null)], policies.Select(policy => (policy.Cut, policy.Codec)));
    }

    [Fact]
    public void Where_no_cut_is_good_enough_only_the_ends_and_our_choice_are_measured()
    {
        SplitPolicy[] expected = [SplitPolicy.EdgeOnly, SplitPolicy.DeviceOnly, SplitPolicy.Ours];

        Assert.Equal(expected, TaskLinkBench.Policies(Figures(null)));
        Assert.Equal(expected, TaskLinkBench.Policies(null));
    }

    private static TaskFigures Figures(TaskCut? smallest) =>
        new("image-captioning", "m", "1", "BLEU-4", 78, 1000, 12_288, 100, 60, smallest, smallest, smallest, 12.5, smallest is { } cut ? [cut] : []);
}
