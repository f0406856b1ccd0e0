using Akka.Actor;
using EdgeActors.Actors.Tests.Support;
using EdgeActors.Actors.Training;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using Xunit.Abstractions;
using static EdgeActors.Messages.Training.RoundMessages;

namespace EdgeActors.Actors.Tests.Training;

public sealed class DeviceTrainingActorTests(ITestOutputHelper output) : ActorSpec(output)
{
    private static readonly DeviceId Device = new("device-0");

    private static readonly TrainingPlan Plan = new()
    {
        Name = "weighed",
        Model = "none",
        Data = new() { Set = "numbers" },
        Cohort = new() { Devices = 2, Size = 2, Minimum = 1 },
        Up = new() { Scheme = CompressionScheme.Ring, Bits = 12 },
        Ring = new() { WeightMaximum = 16 },
    };

    [Fact]
    public async Task A_new_attempt_with_another_cohort_weighs_the_update_anew_and_does_not_train_again()
    {
        using var blobs = new FolderBlobs();
        var (graph, model) = (await blobs.AddAsync(new byte[] { 1 }, "onnx", "graph", default), await blobs.AddAsync(new byte[32], "weights", "weights", default));
        var training = new CountedTraining(0);

        var device = Start(training);
        var first = await OfferAsync(device, Order(attempt: 1, largestExamples: training.Examples(Plan)));
        var second = await OfferAsync(device, Order(attempt: 2, largestExamples: 2 * training.Examples(Plan)));
        await StopAsync(device);
        var anew = await OfferAsync(Start(new CountedTraining(0)), Order(attempt: 2, largestExamples: 2 * training.Examples(Plan)));

        Assert.Equal(anew, second);
        Assert.NotEqual(first, second);
        Assert.Equal(1, training.Times[1]);

        IActorRef Start(CountedTraining counted) => Sys.ActorOf(DeviceTrainingActor.Props(Device, new DirectLink(TestActor, blobs), counted, new DiskInMemory()));

        RoundOrder Order(int attempt, long largestExamples) => new(
            new(new("r"), 1), attempt, Plan.ToCanonicalJson(), [Device], largestExamples, (int)model.Length / sizeof(float), graph, model, null, null, Plan.Ring.Clip);
    }

    [Fact]
    public async Task What_was_refused_is_not_offered_to_the_same_attempt_again()
    {
        using var blobs = new FolderBlobs();
        var (graph, model) = (await blobs.AddAsync(new byte[] { 1 }, "onnx", "graph", default), await blobs.AddAsync(new byte[32], "weights", "weights", default));
        var device = Sys.ActorOf(DeviceTrainingActor.Props(Device, new DirectLink(TestActor, blobs), new CountedTraining(0), new DiskInMemory()));

        await OfferAsync(device, Order(attempt: 1));
        var uploads = blobs.Added;
        device.Tell(new UpdateRefused(new(new("r"), 1), 1, Device, "OutOfRange", "a number is too large"));
        device.Tell(new InviteToRound(Device, Order(attempt: 1)));
        await device.Ask<LocalTrainings.Trained>(new LocalTrainings.GetTrained(), TimeSpan.FromSeconds(10));
        Assert.Equal(uploads, blobs.Added);

        await OfferAsync(device, Order(attempt: 2)); // another attempt may take what this one did not

        RoundOrder Order(int attempt) => new(
            new(new("r"), 1), attempt, Plan.ToCanonicalJson(), [Device], 10, (int)model.Length / sizeof(float), graph, model, null, null, Plan.Ring.Clip);
    }

    [Fact]
    public async Task A_device_that_could_not_fetch_the_model_takes_the_address_of_the_next_invitation()
    {
        using var blobs = new FolderBlobs();
        var (graph, model) = (await blobs.AddAsync(new byte[] { 1 }, "onnx", "graph", default), await blobs.AddAsync(new byte[32], "weights", "weights", default));
        var order = new RoundOrder(new(new("r"), 1), 1, Plan.ToCanonicalJson(), [Device], 10, (int)model.Length / sizeof(float), graph, model, null, null, Plan.Ring.Clip);
        blobs.Move();

        var device = Sys.ActorOf(DeviceTrainingActor.Props(Device, new DirectLink(TestActor, blobs), new CountedTraining(0), new DiskInMemory()));
        device.Tell(new InviteToRound(Device, order));
        device.Tell(new InviteToRound(Device, new TrainingBlobs(blobs).Here(order)));
        await AwaitAssertAsync(
            () =>
            {
                Advance(DeviceTrainingActor.OfferEvery);
                ExpectMsg<OfferUpdate>(TimeSpan.FromMilliseconds(200));
            },
            TimeSpan.FromMinutes(5));
    }

    private static readonly TrainingPlan WithoutRounds = Plan with
    {
        Cohort = Plan.Cohort with { Devices = 2 },
        Strategy = new() { Kind = StrategyKind.FedBuff, Buffer = 1 },
        Up = new() { Scheme = CompressionScheme.Dense },
    };

    [Fact]
    public async Task Without_rounds_a_device_finishes_what_it_began_offers_it_to_the_newest_round_and_goes_on_from_there()
    {
        using var blobs = new FolderBlobs();
        var (training, slow) = (new CountedTraining(0), new TaskCompletionSource());
        training.Pace = round => round == 1 ? slow.Task : Task.CompletedTask;
        var device = Sys.ActorOf(DeviceTrainingActor.Props(Device, new DirectLink(TestActor, blobs), training, new DiskInMemory()));

        foreach (var round in new[] { 1, 3, 2 }) device.Tell(new InviteToRound(Device, await OrderAsync(blobs, round)));
        slow.SetResult();
        var late = await ExpectMsgAsync<OfferUpdate>();
        Assert.Equal((3, 0), (late.Round.Number, late.BaseVersion));

        device.Tell(new UpdateTaken(late.Round, 1, Device, 0));
        var next = await ExpectMsgAsync<OfferUpdate>();
        Assert.Equal((3, 2), (next.Round.Number, next.BaseVersion));

        device.Tell(new UpdateTaken(late.Round, 1, Device, 0)); // of the one before, again
        device.Tell(new InviteToRound(Device, await OrderAsync(blobs, 4)));
        var again = await ExpectMsgAsync<OfferUpdate>();
        Assert.Equal((4, 2), (again.Round.Number, again.BaseVersion));
        Assert.Equal([1, 3], training.Times.Keys.Order());
    }

    [Fact]
    public async Task Without_rounds_a_refused_device_begins_with_the_newest_version_and_an_end_stops_it()
    {
        using var blobs = new FolderBlobs();
        var (training, disk) = (new CountedTraining(0), new DiskInMemory());
        var device = Sys.ActorOf(DeviceTrainingActor.Props(Device, new DirectLink(TestActor, blobs), training, disk));

        device.Tell(new InviteToRound(Device, await OrderAsync(blobs, 1)));
        await ExpectMsgAsync<OfferUpdate>();
        device.Tell(new InviteToRound(Device, await OrderAsync(blobs, 5)));
        var old = await ExpectMsgAsync<OfferUpdate>();
        device.Tell(new UpdateRefused(old.Round, 1, Device, "StaleModel", "too old", 0));
        Assert.Equal(4, (await ExpectMsgAsync<OfferUpdate>()).BaseVersion);
        Assert.Contains("attempt", disk.Names);
        device.Tell(new EndRound(old.Round, 1, Device, "the run is over"));
        await AwaitConditionAsync(() => Task.FromResult(!disk.Names.Contains("attempt")));
    }

    [Fact]
    public async Task Without_rounds_a_device_finishes_for_another_attempt_what_it_began_for_the_first()
    {
        using var blobs = new FolderBlobs();
        var (training, slow) = (new CountedTraining(0), new TaskCompletionSource());
        training.Pace = _ => slow.Task;
        var device = Sys.ActorOf(DeviceTrainingActor.Props(Device, new DirectLink(TestActor, blobs), training, new DiskInMemory()));

        var order = await OrderAsync(blobs, 1);
        foreach (var attempt in new[] { 1, 2 }) device.Tell(new InviteToRound(Device, order with { Attempt = attempt }));
        slow.SetResult();
        var offer = await ExpectMsgAsync<OfferUpdate>();
        Assert.Equal((1, 2, 0), (offer.Round.Number, offer.Attempt, offer.BaseVersion));
        device.Tell(new UpdateTaken(offer.Round, 2, Device, 0));
        device.Tell(new InviteToRound(Device, order with { Attempt = 3 })); // the cloud could not make the version of it
        var again = await ExpectMsgAsync<OfferUpdate>();
        Assert.Equal((3, offer.Update.Sha256), (again.Attempt, again.Update.Sha256));
        Assert.Equal(1, training.Times[1]);
    }

    [Fact]
    public async Task Without_rounds_a_device_that_was_killed_offers_its_late_update_and_does_not_train_again()
    {
        using var blobs = new FolderBlobs();
        var (training, disk) = (new CountedTraining(0), new DiskInMemory());
        var device = Start();
        device.Tell(new InviteToRound(Device, await OrderAsync(blobs, 1)));
        var offered = await ExpectMsgAsync<OfferUpdate>();
        await StopAsync(device);

        device = Start();
        device.Tell(new InviteToRound(Device, await OrderAsync(blobs, 2)));
        var again = await ExpectMsgAsync<OfferUpdate>();
        Assert.Equal((2, 0, offered.Update.Sha256), (again.Round.Number, again.BaseVersion, again.Update.Sha256));
        Assert.Equal([1], training.Times.Keys);

        IActorRef Start() => Sys.ActorOf(DeviceTrainingActor.Props(Device, new DirectLink(TestActor, blobs), training, disk));
    }

    private static async Task<RoundOrder> OrderAsync(FolderBlobs blobs, int round)
    {
        var graph = await blobs.AddAsync(new byte[] { 1 }, "onnx", "graph", default);
        var model = await blobs.AddAsync(Enumerable.Repeat((byte)round, 32).ToArray(), "weights", "weights", default);
        return new(new(new("r"), round), 1, WithoutRounds.ToCanonicalJson(), [Device], 10, 8, graph, model, null, null, 1);
    }

    /// <returns>Digest of the update that the device offers for the order.</returns>
    private async Task<string> OfferAsync(IActorRef device, RoundOrder order)
    {
        device.Tell(new InviteToRound(Device, order));
        var offer = (OfferUpdate)await FishForMessageAsync(message => message is OfferUpdate offered && offered.Attempt == order.Attempt);
        return offer.Update.Sha256;
    }
}
