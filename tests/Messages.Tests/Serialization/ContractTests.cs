using Google.Protobuf.Reflection;

namespace EdgeActors.Messages.Tests.Serialization;

/// <summary>
/// The contracts as they were promised. <c>Contracts/contracts.txt</c> lists what there is, <c>Contracts/golden.txt</c> holds bytes that
/// must be readable for good. Both only grow: a line that would have to change is a broken peer or an unreadable journal.
/// </summary>
public sealed class ContractTests(SerializationFixture fixture) : IClassFixture<SerializationFixture>
{
    [Fact]
    public void Contracts_are_those_that_are_checked_in() =>
        AssertSame("contracts.txt", Lines(fixture.Contracts.Select(contract => (contract.Manifest, contract.Descriptor))));

    [Fact]
    public void Golden_bytes_are_read_with_nothing_lost()
    {
        var contracts = fixture.Contracts.ToDictionary(contract => contract.Manifest);
        Assert.All(Golden(), golden => Assert.Equal(golden.Bytes, contracts[golden.Manifest].Write(contracts[golden.Manifest].Read(golden.Bytes))));
    }

    [Fact]
    public void Every_contract_has_golden_bytes_of_all_its_fields()
    {
        var golden = Golden().Select(line => (line.Manifest, Convert.ToBase64String(line.Bytes))).ToHashSet();
        var today = fixture.Contracts.Select(contract => (contract.Manifest, Convert.ToBase64String(contract.Write(Samples.Full(contract.Message)))));
        var missing = today.Where(line => !golden.Contains(line)).Select(line => $"{line.Manifest} {line.Item2}");
        Assert.True(!missing.Any(), $"Append to Contracts/golden.txt:\n{string.Join('\n', missing)}");
    }

    private static IEnumerable<(string Manifest, byte[] Bytes)> Golden() => File.ReadLines(PathOf("golden.txt"))
        .Select(line => line.Split(' ')).Select(line => (line[0], Convert.FromBase64String(line.ElementAtOrDefault(1) ?? "")));

    /// <summary>Each contract with its message, then each message with its fields; enough that a reused number or a changed type shows.</summary>
    private static IEnumerable<string> Lines(IEnumerable<(string Manifest, MessageDescriptor Message)> contracts)
    {
        var all = contracts.OrderBy(contract => contract.Manifest, StringComparer.Ordinal).ToList();
        var messages = new SortedDictionary<string, MessageDescriptor>(StringComparer.Ordinal);
        foreach (var (_, message) in all)
            Collect(message, messages);
        return all.Select(contract => $"{contract.Manifest} -> {contract.Message.FullName}")
            .Concat(messages.Values.SelectMany(message => message.Fields.InFieldNumberOrder().Select(Line)));
    }

    private static void Collect(MessageDescriptor message, SortedDictionary<string, MessageDescriptor> into)
    {
        if (message.File.Package.StartsWith("google.", StringComparison.Ordinal) || !into.TryAdd(message.FullName, message))
            return;
        foreach (var field in message.Fields.InDeclarationOrder())
            if (field.FieldType == FieldType.Message)
                Collect(field.MessageType, into);
    }

    private static string Line(FieldDescriptor field)
    {
        var type = field.FieldType == FieldType.Message ? field.MessageType.FullName : field.FieldType.ToString().ToLowerInvariant();
        return $"{field.ContainingType.FullName} {field.FieldNumber} {(field.IsRepeated ? "repeated " : "")}{type} {field.Name}";
    }

    private static void AssertSame(string file, IEnumerable<string> lines)
    {
        var (promised, present) = (File.ReadAllLines(PathOf(file)), lines.ToList());
        var (gone, added) = (promised.Except(present).ToList(), present.Except(promised).ToList());
        Assert.True(gone.Count == 0, $"No longer as promised (bring it back, or use a new manifest or number):\n{string.Join('\n', gone)}");
        Assert.True(added.Count == 0, $"Add to Contracts/{file}:\n{string.Join('\n', added)}");
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Contracts", file);
}
