using Akka.Actor;
using Akka.TestKit.Xunit2;
using EdgeActors.Actors.Rounds;
using EdgeActors.Actors.Tests.Training;
using EdgeActors.Actors.Training;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Rounds;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using EdgeActors.Messages.Serialization;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RoundMessages;

namespace EdgeActors.Actors.Tests.Rounds;

/// <summary>What a round tells its devices, over a real store and a journal in memory.</summary>
public sealed class RoundActorTests() : TestKit(EdgeSerialization.Config)
{
    private const int Parameters = 3;
    private static readonly RoundId Id = new(new("r"), 1);
    private static readonly BlobRef Nothing = new(new string('0', 64), 0, "", "none", null);

    private static readonly TrainingPlan Plan = new()
    {
        Name = "p",
        Model = "m",
        Data = new() { Set = "d" },
        Cohort = new() { Devices = 2, Size = 2, Minimum = 1, Goal = 1 },
        Up = new() { Scheme = CompressionScheme.Dense },
    };

    [Fact]
    public async Task Update_that_was_looked_at_when_another_closed_the_round_is_refused_and_not_called_taken()
    {
        using var blobs = new FolderBlobs();
        OfferUpdate[] offers = [await Offer(blobs, new("d0"), 0.3f), await Offer(blobs, new("d1"), 0.4f)];
        var (taken, refused) = await OneTakenOneLate(blobs, offers);
        Assert.True(blobs.Has(offers.Single(offer => offer.Device == taken).Update));
        await AwaitConditionAsync(() => Task.FromResult(!blobs.Has(offers.Single(offer => offer.Device == refused).Update)));
    }

    [Fact]
    public async Task Update_that_came_too_late_does_not_take_the_same_bytes_of_a_device_that_came_in_time_with_it()
    {
        using var blobs = new FolderBlobs();
        OfferUpdate[] offers = [await Offer(blobs, new("d0"), 0.3f), await Offer(blobs, new("d1"), 0.3f)];
        Assert.Equal(offers[0].Update.Sha256, offers[1].Update.Sha256);
        await OneTakenOneLate(blobs, offers);
        Assert.True(blobs.Has(offers[0].Update));
    }

    [Fact]
    public async Task Without_rounds_a_late_update_is_taken_an_old_one_refused_and_one_for_the_next_version_not_answered()
    {
        using var blobs = new FolderBlobs();
        var devices = CreateTestProbe();
        var (third, frames) = (new RoundId(new("r"), 3), new TrainingFrames(Sys));
        var plan = Plan with
        {
            Cohort = new() { Devices = 4, Size = 4, Minimum = 1 },
            Strategy = new() { Kind = StrategyKind.FedBuff, Buffer = 2, Window = 1 },
        };
        DeviceId[] cohort = [new("d0"), new("d1"), new("d2"), new("d3")];
        var round = Sys.ActorOf(RoundActor.Props(third, devices, new TrainingBlobs(blobs), TimeProvider.System));
        round.Tell(new RunAttempt(new(third, 1, plan.ToCanonicalJson(), cohort.ToValueArray(), 10, Parameters, Nothing, Nothing, null, null, 1)), TestActor);

        var late = await Late(cohort[0], 1);
        round.Tell(late);
        Assert.Equal(new UpdateTaken(third, 1, cohort[0], 1), await Answer());
        round.Tell(await Late(cohort[1], 0));
        var refused = Assert.IsType<UpdateRefused>(await Answer());
        Assert.Equal((cohort[1], "StaleModel", 0), (refused.Device, refused.Fault, refused.BaseVersion));
        round.Tell(late);
        Assert.Equal(new UpdateTaken(third, 1, cohort[0], 1), await Answer());
        round.Tell(await Late(cohort[2], 2));
        Assert.Equal(new UpdateTaken(third, 1, cohort[2], 2), await Answer());
        round.Tell(await Late(cohort[3], 2));
        round.Tell(late);
        Assert.Equal(new UpdateTaken(third, 1, cohort[0], 1), await Answer()); // and the one before it was passed over

        var ended = await FishForMessageAsync<AttemptEnded>(_ => true);
        Assert.Equal([(cohort[0], 1), (cohort[2], 2)], ended.Outcome!.Updates.Select(update => (update.Device, update.BaseVersion!.Value)));

        async Task<OfferUpdate> Late(DeviceId device, int baseVersion) => await Offer(blobs, device, 0.1f * (baseVersion + 1)) with { Round = third, BaseVersion = baseVersion };

        async Task<ITrainingMessage> Answer()
        {
            while (true)
            {
                var send = await devices.ExpectMsgAsync<DeviceCommands.SendTraining>();
                if (frames.Read(send.Kind, [.. send.Payload]) is var message && message is UpdateTaken or UpdateRefused or EndRound) return message;
            }
        }
    }

    [Fact]
    public async Task Without_rounds_an_abort_ends_everybodys_work_though_attempts_are_left()
    {
        using var blobs = new FolderBlobs();
        var devices = CreateTestProbe();
        var (first, frames) = (new RoundId(new("r"), 1), new TrainingFrames(Sys));
        var plan = Plan with { Cohort = new() { Devices = 2, Size = 2, Minimum = 1 }, Strategy = new() { Kind = StrategyKind.FedBuff, Buffer = 2 } };
        DeviceId[] cohort = [new("d0"), new("d1")];
        var round = Sys.ActorOf(RoundActor.Props(first, devices, new TrainingBlobs(blobs), TimeProvider.System));
        round.Tell(new RunAttempt(new(first, 1, plan.ToCanonicalJson(), cohort.ToValueArray(), 10, Parameters, Nothing, Nothing, null, null, 1)), TestActor);
        round.Tell(new AbortRound(first, "enough"), TestActor);
        foreach (var device in cohort) Assert.Equal(new EndRound(first, 1, device, "enough"), await End());

        async Task<ITrainingMessage> End()
        {
            while (true)
            {
                var send = await devices.ExpectMsgAsync<DeviceCommands.SendTraining>();
                if (frames.Read(send.Kind, [.. send.Payload]) is EndRound end) return end;
            }
        }
    }

    [Fact]
    public async Task Round_that_wakes_up_elsewhere_invites_again_with_its_new_address_also_when_keys_are_in()
    {
        using var blobs = new FolderBlobs();
        var devices = CreateTestProbe();
        var model = await blobs.AddAsync(new byte[4 * Parameters], "weights", "weights", default);
        DeviceId[] cohort = [new("d0"), new("d1")];
        var masked = Plan with
        {
            Cohort = new() { Devices = 2, Size = 2, Minimum = 2 },
            Up = new() { Scheme = CompressionScheme.Ring },
            SecureAggregation = new() { Enabled = true, Threshold = 2 },
        };
        var frames = new TrainingFrames(Sys);
        var round = Sys.ActorOf(RoundActor.Props(Id, devices, new TrainingBlobs(blobs), TimeProvider.System));
        round.Tell(new RunAttempt(new(Id, 1, masked.ToCanonicalJson(), cohort.ToValueArray(), 10, Parameters, model, model, null, null, 1)), TestActor);
        foreach (var device in cohort) round.Tell(new AdvertiseKeys(Id, 1, device, [1], [2]));
        await Told<SendRoster>();
        await round.GracefulStop(TimeSpan.FromSeconds(10));
        blobs.Move();

        Sys.ActorOf(RoundActor.Props(Id, devices, new TrainingBlobs(blobs), TimeProvider.System));
        Assert.Equal(blobs.Here(model), (await Told<InviteToRound>()).Order.Model);
        await Told<SendRoster>();

        async Task<T> Told<T>()
        {
            while (true)
            {
                var send = await devices.ExpectMsgAsync<DeviceCommands.SendTraining>();
                if (send.Device == cohort[1] && frames.Read(send.Kind, [.. send.Payload]) is T message) return message;
            }
        }
    }

    /// <summary>Offers both to a round that closes with one update.</summary>
    private async Task<(DeviceId Taken, DeviceId Refused)> OneTakenOneLate(FolderBlobs blobs, OfferUpdate[] offers)
    {
        var devices = CreateTestProbe();
        var round = Sys.ActorOf(RoundActor.Props(Id, devices, new TrainingBlobs(blobs), TimeProvider.System));
        var cohort = offers.Select(offer => offer.Device).ToValueArray();
        round.Tell(new RunAttempt(new(Id, 1, Plan.ToCanonicalJson(), cohort, 10, Parameters, Nothing, Nothing, null, null, 1)), TestActor);
        foreach (var offer in offers) round.Tell(offer);

        var frames = new TrainingFrames(Sys);
        var answers = new Dictionary<DeviceId, ITrainingMessage>();
        while (answers.Count < offers.Length)
        {
            var send = await devices.ExpectMsgAsync<DeviceCommands.SendTraining>();
            if (frames.Read(send.Kind, [.. send.Payload]) is var message && message is UpdateTaken or UpdateRefused) answers.Add(send.Device, message);
        }

        var refused = Assert.Single(answers.Values.OfType<UpdateRefused>());
        Assert.Equal("ClosedRound", refused.Fault);
        return (Assert.Single(answers.Values.OfType<UpdateTaken>()).Device, refused.Device);
    }

    private static async Task<OfferUpdate> Offer(FolderBlobs blobs, DeviceId device, float last)
    {
        float[] residual = [];
        var bytes = new UpdateEncoder(Plan, Parameters).Encode([0.1f, 0.2f, last], 1, device.Value, ref residual);
        return new(Id, 1, device, await blobs.AddAsync(bytes, "update", "update", default), new(10, 1, 1, TimeSpan.FromSeconds(1), 0));
    }
}
