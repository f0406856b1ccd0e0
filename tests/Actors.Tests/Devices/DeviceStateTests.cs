using EdgeActors.Actors.Devices;
using EdgeActors.Actors.Tests.Requests;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using FsCheck.Xunit;
using static EdgeActors.Messages.Devices.DeviceReplies;

namespace EdgeActors.Actors.Tests.Devices;

public sealed class DeviceStateTests
{
    private static readonly DeviceId Id = new("cam-1");

    [Property(MaxTest = 100)]
    public void Steps_end_once_and_recent_outcomes_are_kept_within_bounds(int seed)
    {
        var random = new Random(seed);
        var state = DeviceState.Empty(Id, DateTimeOffset.UnixEpoch);
        var first = new Dictionary<StepKey, IDeviceMessage>();
        for (var turn = 0; turn < 2_000; turn++)
        {
            var key = new StepKey(new("r"), random.Next(1, 1_500), 1);
            if (random.Next(3) == 0 && !first.ContainsKey(key))
                state = state.Start(key);
            else if (random.Next(20) == 0)
                state = state.Cancel(key);
            else
            {
                IDeviceMessage outcome = random.Next(2) == 0
                    ? new StepAnswered(Id, key, Plans.Result($"answer-{turn}"))
                    : new StepFailed(Id, key, new(FailureCodes.LinkLost, $"{turn}"));
                if (state.InFlight.Contains(key))
                    first[key] = outcome;
                state = state.End(key, outcome);
            }
        }
        Assert.Equal(first.Count, state.Done + state.Failed);
        Assert.Equal(Math.Min(first.Count, DeviceState.MostOutcomes), state.Outcomes.Count);
        Assert.All(state.Outcomes, kept => Assert.Equal(first[kept.Key], kept.Value));
    }

    [Fact]
    public void The_last_word_of_a_replaced_stream_does_not_take_the_device_offline()
    {
        var hello = new DeviceHello("i", "s", new(1, 1, "x64", "1", 1, 1), new(false, 0), [], [], [], [], []);
        var state = DeviceState.Empty(Id, DateTimeOffset.UnixEpoch)
            .Connect(new(Id, new("s-1"), "edge-1", hello), DateTimeOffset.UnixEpoch)
            .Connect(new(Id, new("s-2"), "edge-2", hello), DateTimeOffset.UnixEpoch);
        Assert.True(state.Disconnect(new("s-1"), DateTimeOffset.UnixEpoch).Online);
        Assert.True(state.IsOutdated(new("s-1")));
        Assert.False(state.Disconnect(new("s-2"), DateTimeOffset.UnixEpoch).Online);
    }
}
