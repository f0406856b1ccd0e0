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

    /// <returns>Digest of the update that the device offers for the order.</returns>
    private async Task<string> OfferAsync(IActorRef device, RoundOrder order)
    {
        device.Tell(new InviteToRound(Device, order));
        var offer = (OfferUpdate)await FishForMessageAsync(message => message is OfferUpdate offered && offered.Attempt == order.Attempt);
        return offer.Update.Sha256;
    }
}
