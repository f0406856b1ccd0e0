#:sdk Microsoft.NET.Sdk.Web
#:package Microsoft.ML.OnnxRuntime
// What the gateway is measured against: ASP.NET and ONNX Runtime with nothing between them. Serves NAME=MODEL.onnx under
// /v2/models/NAME/infer, JSON or binary tensors, FP32 and INT32. Prints its process id, then its address; ends when its input does.
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.ML.OnnxRuntime;

const string JsonLength = "Inference-Header-Content-Length";
var models = args.Select(arg => arg.Split('=', 2)).ToDictionary(arg => arg[0], arg => new InferenceSession(arg[1], new Microsoft.ML.OnnxRuntime.SessionOptions { IntraOpNumThreads = 1 }));
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 16_000_000);
var app = builder.Build();
app.MapPost("/v2/models/{name}/infer", async (string name, HttpContext context) =>
{
    var body = new MemoryStream((int)(context.Request.ContentLength ?? 0));
    await context.Request.Body.CopyToAsync(body);
    var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
    var binary = int.TryParse(context.Request.Headers[JsonLength], CultureInfo.InvariantCulture, out var length);
    using var json = JsonDocument.Parse(binary ? bytes[..length] : bytes);
    var inputs = new Dictionary<string, OrtValue>();
    var at = length;
    foreach (var input in json.RootElement.GetProperty("inputs").EnumerateArray())
    {
        var shape = input.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetInt64()).ToArray();
        var count = (int)shape.Aggregate(1L, (product, dimension) => product * dimension);
        var raw = binary ? bytes.Slice(at, 4 * count) : default;
        at += 4 * count;
        inputs[input.GetProperty("name").GetString()!] = input.GetProperty("datatype").GetString() == "INT32"
            ? OrtValue.CreateTensorValueFromMemory(binary ? MemoryMarshal.Cast<byte, int>(raw.Span).ToArray() : [.. input.GetProperty("data").EnumerateArray().Select(number => number.GetInt32())], shape)
            : OrtValue.CreateTensorValueFromMemory(binary ? MemoryMarshal.Cast<byte, float>(raw.Span).ToArray() : [.. input.GetProperty("data").EnumerateArray().Select(number => number.GetSingle())], shape);
    }
    var session = models[name];
    using var options = new RunOptions();
    using var outputs = session.Run(options, inputs.Keys, inputs.Values, session.OutputNames);
    foreach (var input in inputs.Values)
        input.Dispose();
    var answer = new MemoryStream();
    using (var writer = new Utf8JsonWriter(answer))
    {
        writer.WriteStartObject();
        writer.WriteStartArray("outputs");
        for (var i = 0; i < outputs.Count; i++)
        {
            var isInteger = outputs[i].GetTensorTypeAndShape().ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int32;
            JsonSerializer.Serialize(writer, new
            {
                name = session.OutputNames[i], datatype = isInteger ? "INT32" : "FP32", shape = outputs[i].GetTensorTypeAndShape().Shape,
                data = binary ? null : isInteger ? (object)outputs[i].GetTensorDataAsSpan<int>().ToArray() : outputs[i].GetTensorDataAsSpan<float>().ToArray(),
                parameters = binary ? new { binary_data_size = outputs[i].GetTensorSizeInBytes() } : null,
            });
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
    context.Response.ContentType = binary ? "application/octet-stream" : "application/json";
    if (binary)
    {
        context.Response.Headers[JsonLength] = answer.Length.ToString(CultureInfo.InvariantCulture);
        foreach (var output in outputs)
            answer.Write(output.GetTensorMutableRawData());
    }
    await context.Response.Body.WriteAsync(answer.GetBuffer().AsMemory(0, (int)answer.Length));
});
await app.StartAsync();
Console.WriteLine(Environment.ProcessId);
Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
await Console.In.ReadToEndAsync();
