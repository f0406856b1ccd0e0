using System.Text;
using EdgeActors.Gateway.OpenInference;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Hosts.Tests.Gateway;
using EdgeActors.Messages;
using EdgeActors.Tests.Fuzz;
using Microsoft.AspNetCore.Http;

namespace EdgeActors.Hosts.Tests.Fuzz;

/// <summary>The parsers of bodies, without a network: whatever comes, it ends in a request or in a failure that blames the body.</summary>
public sealed class BodyFuzzSpecs
{
    private const string Boundary = "b0undary";

    private static readonly byte[] Picture = Pictures.Png(4, 4);

    [Fact]
    public async Task Json_requests()
    {
        var picture = Convert.ToBase64String(Picture);
        var bodies = new Mutator(
            1,
            Utf8($$"""{"text":"What is it?","pictures":[{"data":"{{picture}}","name":"a.png"}],"device":"camera","accuracyLossBudget":0.01,"deadlineMs":5000,"allowEdge":true}"""),
            Utf8("""{"text":"What is it?","pictures":[{"onDevice":"cat"},{"onDevice":"dog"}],"device":"camera"}"""));
        await EveryCaseAsync(bodies, "application/json");
    }

    [Fact]
    public async Task Multipart_requests()
    {
        byte[] Part(string head, byte[] content) => [.. Utf8($"--{Boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n"), .. content, .. Utf8("\r\n")];
        byte[] end = Utf8($"--{Boundary}--\r\n");
        var bodies = new Mutator(
            2,
            [.. Part("name=\"text\"", Utf8("What is it?")), .. Part("name=\"picture\"; filename=\"a.png\"\r\nContent-Type: image/png", Picture), .. end],
            [.. Part("name=\"text\"", Utf8("x")), .. Part("name=\"device\"", Utf8("camera")), .. Part("name=\"onDevice\"", Utf8("cat")), .. Part("name=\"deadlineMs\"", Utf8("5000")), .. Part("name=\"allowEdge\"", Utf8("false")), .. end]);
        await EveryCaseAsync(bodies, $"multipart/form-data; boundary={Boundary}");
    }

    [Fact]
    public void Infer_requests_in_json_and_in_binary()
    {
        var bodies = new Mutator(
            3,
            Utf8("""{"id":"1","inputs":[{"name":"a","datatype":"INT32","shape":[1,4],"data":[[1,2,3,4]]},{"name":"b","datatype":"BYTES","shape":[2],"data":["x","y"]}],"outputs":[{"name":"c","parameters":{"binary_data":true,"classification":3}}]}"""),
            [.. Utf8("""{"inputs":[{"name":"a","datatype":"FP16","shape":[2],"parameters":{"binary_data_size":4}},{"name":"b","datatype":"BYTES","shape":[1],"parameters":{"binary_data_size":6}}],"parameters":{"binary_data_output":true}}"""), 0, 60, 0, 60, 2, 0, 0, 0, 104, 105]);
        for (var number = FuzzCases.Of(30_000); number > 0; number--)
        {
            var body = bodies.Next();
            var json = body.AsSpan().LastIndexOf((byte)'}') + 1;
            int? length = bodies.Pick(4) switch { 0 => null, 1 => bodies.Pick(body.Length + 8) - 4, _ => json };
            try
            {
                InferRequestReader.Read(body, length);
            }
            catch (InferenceProblem problem)
            {
                Assert.InRange(problem.Status, 400, 499);
            }
            catch (Exception e)
            {
                throw Failed(number, body, e);
            }
        }
    }

    private static async Task EveryCaseAsync(Mutator bodies, string contentType)
    {
        for (var number = FuzzCases.Of(5_000); number > 0; number--)
        {
            var body = bodies.Next();
            var http = new DefaultHttpContext();
            http.Request.ContentType = contentType;
            http.Request.ContentLength = body.Length;
            http.Request.Body = new MemoryStream(body);
            try
            {
                var draft = await DraftReader.ReadAsync(http.Request, ApiLimits.Default, CancellationToken.None);
                Assert.All(draft.Pictures, picture => Assert.True(picture.Uploaded is { } != picture.OnDevice is { }));
                Assert.All(draft.Pictures.Select(picture => picture.Uploaded?.Name).OfType<string>(), name => Assert.Equal(Path.GetFileName(name), name));
            }
            catch (ApiException problem)
            {
                Assert.InRange(Problem.StatusOf(problem.Failure.Code), 400, 499);
                Assert.NotEqual(FailureCodes.Cancelled, problem.Failure.Code);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                throw Failed(number, body, e);
            }
        }
    }

    private static Exception Failed(int number, byte[] body, Exception e) =>
        new Xunit.Sdk.XunitException($"Case {number}: {Convert.ToBase64String(body)}\n{e}");

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
