using Akka.Actor;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Tasks;
using EdgeActors.Inference.Tests.Text;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using Xunit.Abstractions;
using static EdgeActors.Messages.Devices.DeviceReplies;

namespace EdgeActors.Actors.Tests.Tiers;

public sealed class WrittenAnswerTests(ToyModel toy, WrittenModels models, ITestOutputHelper output)
    : TierSpec(toy, output, models.Cache, models.Captions, models.Questions), IClassFixture<WrittenModels>
{
    private const string Asked = "what colour is the circle?";
    private int _asked;

    private DeviceCommands.RunStep Ask(string task, PictureRef picture, DeviceId device, string? question = Asked) =>
        new(device, new(new("r-w"), ++_asked, 1), task, task == TaskNames.VisualQuestionAnswering ? question : null, picture, 0.01, TimeSpan.FromSeconds(30), AllowEdge: true);

    private string Expected(string task, byte[] picture) =>
        models.AnswerOf(task == TaskNames.ImageCaptioning ? models.Captions : models.Questions, picture, Asked);

    [Theory]
    [InlineData(TaskNames.ImageCaptioning)]
    [InlineData(TaskNames.VisualQuestionAnswering)]
    public async Task The_edge_alone_writes_what_the_model_says(string task)
    {
        var blob = await Blobs.AddAsync(ToyModel.Bitmap(6), "image/bmp", "upload.bmp", default);
        Twins.Tell(Ask(task, PictureRef.Uploaded(blob), DeviceId.EdgePool(new("r-w"))));
        var result = (await ExpectMsgAsync<StepAnswered>()).Result;
        Assert.Equal((StepPlaces.Edge, Expected(task, ToyModel.Bitmap(6))), (result.Where, Assert.IsType<Messages.TextAnswer>(result.Answer).Text));
        Assert.Contains(result.Hops, hop => hop.Name == HopNames.Tail && hop.MeasuredMs > 0);
    }

    [Theory]
    [InlineData(TaskNames.ImageCaptioning)]
    [InlineData(TaskNames.VisualQuestionAnswering)]
    public async Task A_device_that_holds_decoder_and_vocabulary_writes_the_answer_itself(string task)
    {
        await ConnectAsync(new(FeaturesOnly: true, 0), "a");
        await DeviceAsync(view => view.Splits.Count == 2);
        Pin(models.Captions);
        Pin(models.Questions);
        Twins.Tell(Ask(task, PictureRef.Held("a"), Device));
        var result = (await FishForMessageAsync(message => message is StepAnswered)) as StepAnswered;
        Assert.Equal((StepPlaces.Device, Expected(task, ToyModel.Bitmap(1))), (result!.Result.Where, result.Result.Answer.Words));

        void Pin(Bundle bundle) => Twins.Tell(new DeviceCommands.PinSplit(Device, new(bundle.Model), CutNames.Output, null));
    }

    [Theory]
    [InlineData(TaskNames.ImageCaptioning)]
    [InlineData(TaskNames.VisualQuestionAnswering)]
    public async Task Cut_between_device_and_edge_it_answers_in_words_of_its_vocabulary(string task)
    {
        var room = Math.Min(models.Captions.PeakBytes, models.Questions.PeakBytes) - 1;
        await ConnectAsync(new(FeaturesOnly: true, room), "a");
        Twins.Tell(Ask(task, PictureRef.Held("a"), Device));
        var result = (await ExpectMsgAsync<StepAnswered>()).Result;
        Assert.Equal(StepPlaces.DeviceAndEdge, result.Where);
        Assert.All(result.Answer.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            word => Assert.Contains(TinyBlip.Vocabulary, known => word.Contains(known.Trim('#'), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_question_longer_than_the_model_reads_fails_by_its_fault_and_is_not_tried_again()
    {
        var blob = await Blobs.AddAsync(ToyModel.Bitmap(6), "image/bmp", "upload.bmp", default);
        var endless = string.Join(' ', Enumerable.Repeat("the circle", 50));
        Twins.Tell(Ask(TaskNames.VisualQuestionAnswering, PictureRef.Uploaded(blob), DeviceId.EdgePool(new("r-w")), endless));
        var failure = (await ExpectMsgAsync<StepFailed>()).Failure;
        Assert.Equal(FailureCodes.InvalidRequest, failure.Code);
        Assert.False(FailureCodes.IsPassing(failure.Code));
    }
}
