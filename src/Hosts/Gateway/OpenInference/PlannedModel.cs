using EdgeActors.Gateway.Requests;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Inference.Tasks;

namespace EdgeActors.Gateway.OpenInference;

/// <summary>
/// The whole system as one model: a picture and a question in, an answer out, planned and cut like any request. The response's parameters
/// say who planned, where the model was cut and what crossed the link.
/// </summary>
internal sealed class PlannedModel(RequestIntake intake, RequestClient client, ApiLimits limits) : ServedModel("edgeactors", "1", "edgeactors_plan")
{
    public override IReadOnlyList<TensorSignature> Inputs { get; } = [WordedTensors.Image, WordedTensors.Question];

    public override IReadOnlyList<TensorSignature> Outputs { get; } = WordedTensors.Outputs;

    public override async Task<ModelAnswer> RunAsync(IReadOnlyList<InferTensor> inputs, CancellationToken cancel)
    {
        CheckNames(inputs);
        var draft = new RequestDraft(
            WordedTensors.Text(inputs, WordedTensors.Question.Name), [new(Picture(WordedTensors.Picture(inputs)), null)], null, ApiLimits.DefaultAccuracyLossBudget,
            limits.DefaultDeadline, AllowEdge: true);
        try
        {
            var id = await intake.SubmitAsync(draft, cancel);
            var request = RequestResource.Of(await client.WaitAsync(id, draft.Deadline + RequestClient.DeadlineSlack, cancel));
            if (request.Failure is { } failure)
                throw new InferenceProblem(Problem.StatusOf(failure.Code), failure.Reason);
            return Answer(request);
        }
        catch (ApiException e)
        {
            throw new InferenceProblem(Problem.StatusOf(e.Failure.Code), e.Failure.Reason);
        }
    }

    private static ModelAnswer Answer(RequestResource request)
    {
        var results = request.Steps.Where(step => step.Result is { }).Select(step => step.Result!).ToList();
        var score = results.Count > 0 ? results[^1].Answer.Score ?? 0 : 0;
        return new(
            WordedTensors.Answer(request.Answer ?? "", score),
            new Dictionary<string, object>
            {
                ["request"] = request.Id,
                ["planner"] = request.Plan?.PlannedBy ?? "",
                ["cut"] = string.Join(", ", results.Select(result => $"{result.Model}@{result.Cut}+{result.Codec}")),
                ["link_bytes"] = results.Sum(result => result.LinkBytes),
            });
    }

    private static UploadedPicture Picture(byte[] encoded)
    {
        try
        {
            return new("image", PictureDecoder.ReadHeader(encoded).MediaType, encoded);
        }
        catch (PictureException e)
        {
            throw InferenceProblem.Invalid($"input 'image': {e.Message}");
        }
    }
}
