using System.Runtime.InteropServices;
using System.Text;
using EdgeActors.Gateway.OpenInference;

namespace EdgeActors.Hosts.Tests.Gateway;

/// <summary>The parser of infer bodies alone: every datatype there and back, and wrong bodies by name. What strangers send is in Fuzz.</summary>
public sealed class InferBodySpecs
{
    public static TheoryData<string> DataTypes => [.. DataType.All.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(DataTypes))]
    public void Each_datatype_goes_out_and_comes_back_in_json_and_in_binary(string name)
    {
        var type = DataType.Parse(name);
        var tensor = type == DataType.Bytes
            ? InferTensor.OfText("x", "frog", "")
            // Small numbers, which every type holds, FP16 included: 0x3C00 is 1.0.
            : InferTensor.OfNumbers("x", type, [2], [.. Enumerable.Repeat(One(type), 2).SelectMany(bytes => bytes)]);
        foreach (var binary in new[] { false, true })
        {
            var response = InferResponse.Of(new InferRequest("7", [], [], binary), "m", "1", [tensor]);
            var json = Encoding.UTF8.GetString(response.Body.AsSpan(0, response.JsonLength ?? response.Body.Length)).Replace("\"outputs\"", "\"inputs\"", StringComparison.Ordinal);
            byte[] body = [.. Encoding.UTF8.GetBytes(json), .. response.Body.AsSpan(response.JsonLength ?? response.Body.Length)];

            var request = InferRequestReader.Read(body, response.JsonLength is null ? null : Encoding.UTF8.GetByteCount(json));

            Assert.Equal("7", request.Id);
            Assert.Equal(tensor.Raw, request.Inputs[0].Raw);
            Assert.Equal(tensor.Elements, request.Inputs[0].Elements);
        }
    }

    [Theory]
    [InlineData("{}", "inputs")]
    [InlineData("[]", "object")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP8","shape":[1],"data":[1]}]}""", "FP8")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[2],"data":[1]}]}""", "2")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[1,2]}]}""", "more than")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[2000000000],"data":[1]}]}""", "less than")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[true]}]}""", "true is no FP32")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"BOOL","shape":[1],"data":[1]}]}""", "1 is no BOOL")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"BYTES","shape":[1],"data":[1]}]}""", "1 is no string")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[{"y":1}]}]}""", "an object is no FP32")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"BYTES","shape":[1],"parameters":{"content_type":"base64"},"data":["*"]}]}""", "base64")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"INT32","shape":[1],"parameters":{"content_type":"base64"},"data":[1]}]}""", "for BYTES")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[1]}]}{}""", "not JSON")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"parameters":{"shared_memory_region":"r","shared_memory_byte_size":4}}]}""", "shared memory")]
    [InlineData("""{"inputs":[],"outputs":[{"name":"y","parameters":{"shared_memory_region":"r"}}]}""", "shared memory")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"UINT8","shape":[1],"data":[256]}]}""", "256")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[-1],"data":[1]}]}""", "negative")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[4000000000,4000000000],"data":[1]}]}""", "more elements")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"parameters":{"binary_data_size":4}}]}""", "0 bytes are left")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"INT32","shape":[1],"data":[1]},{"name":"x","datatype":"INT32","shape":[1],"data":[1]}]}""", "twice")]
    public void A_wrong_body_says_what_is_wrong(string body, string named)
    {
        var problem = Assert.Throws<InferenceProblem>(() => InferRequestReader.Read(Encoding.UTF8.GetBytes(body), null));

        Assert.Equal(400, problem.Status);
        Assert.Contains(named, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"x","datatype":"INT32","shape":[2,2],"data":[[1,2],[3,4]]}""")]
    [InlineData("""{"data":[[1,2],[3,4]],"shape":[2,2],"datatype":"INT32","name":"x"}""")]
    [InlineData("""{"data":[1,2,3,4],"parameters":null,"unknown":{"a":[1]},"datatype":"INT32","name":"x","shape":[4]}""")]
    public void Members_come_in_any_order_and_numbers_nested_or_flat(string input)
    {
        var request = InferRequestReader.Read(Encoding.UTF8.GetBytes($$"""{"outputs":[{"name":"y"}],"inputs":[{{input}}],"id":null}"""), null);

        Assert.Equal([1, 2, 3, 4], MemoryMarshal.Cast<byte, int>(request.Inputs[0].Raw).ToArray());
        Assert.Equal("y", Assert.Single(request.Outputs).Name);
    }

    [Fact]
    public void Bytes_come_as_base64_where_the_input_says_so()
    {
        var request = InferRequestReader.Read("""{"inputs":[{"name":"x","datatype":"BYTES","shape":[2],"parameters":{"content_type":"base64"},"data":["/9j/","AA=="]}]}"""u8, null);

        Assert.Equal([[0xFF, 0xD8, 0xFF], [0]], request.Inputs[0].Elements);
    }

    private static byte[] One(DataType type) => type.Name switch
    {
        "FP16" => [0x00, 0x3C],
        "FP32" => BitConverter.GetBytes(1f),
        "FP64" => BitConverter.GetBytes(1d),
        _ => [1, .. new byte[type.Size - 1]],
    };
}
