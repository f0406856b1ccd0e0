using System.Collections.Frozen;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;

namespace EdgeActors.Messages.Serialization;

/// <summary>
/// Serializer of one bounded context: protobuf bodies under short versioned manifests. A type without a contract cannot be written,
/// a manifest without one cannot be read, and bytes that do not parse are refused with the manifest's name.
/// </summary>
public abstract class ContextSerializer : SerializerWithStringManifest
{
    /// <summary>What a message may have when serialized: Akka.Remote drops frames above its own limit without telling the sender.</summary>
    public const int LargestMessage = 100_000;

    private readonly FrozenDictionary<Type, MessageContract> _byType;
    private readonly FrozenDictionary<string, MessageContract> _byManifest;

    private protected ContextSerializer(ExtendedActorSystem system, int identifier, IReadOnlyList<MessageContract> contracts) : base(system)
    {
        Identifier = identifier;
        Contracts = contracts;
        _byType = contracts.ToFrozenDictionary(contract => contract.Message);
        _byManifest = contracts.ToFrozenDictionary(contract => contract.Manifest, StringComparer.Ordinal);
    }

    public override int Identifier { get; }

    public IReadOnlyList<MessageContract> Contracts { get; }

    public override string Manifest(object o) => ContractOf(o).Manifest;

    /// <exception cref="SerializationException">No contract, or larger than <see cref="LargestMessage"/>.</exception>
    public override byte[] ToBinary(object obj)
    {
        var contract = ContractOf(obj);
        var bytes = contract.Write(obj);
        return bytes.Length <= LargestMessage
            ? bytes
            : throw new SerializationException(
                $"{contract.Manifest} has {bytes.Length} bytes; a message may have {LargestMessage}. Send a BlobRef and let the bytes be fetched.");
    }

    /// <exception cref="SerializationException">Unknown manifest, or not a message of it.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (!_byManifest.TryGetValue(manifest, out var contract))
            throw new SerializationException($"{GetType().Name} knows no '{manifest}': the sender is newer, update this host first.");
        try
        {
            return contract.Read(bytes);
        }
        // The last three are protobuf's and .NET's words for times and durations that can't be.
        catch (Exception failure) when (failure is InvalidProtocolBufferException or ArgumentException or FormatException or NullReferenceException
            or InvalidOperationException or OverflowException or InvalidCastException)
        {
            throw new SerializationException($"These {bytes.Length} bytes are not a {manifest}: {failure.Message}", failure);
        }
    }

    private MessageContract ContractOf(object message) =>
        _byType.TryGetValue(message.GetType(), out var contract)
            ? contract
            : throw new SerializationException($"{message.GetType().FullName} has no contract in {GetType().Name}: add one, with a new manifest.");
}
