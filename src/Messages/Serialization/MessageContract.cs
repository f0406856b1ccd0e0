using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EdgeActors.Messages.Serialization;

/// <summary>How one type of message is written and read: its manifest, its protobuf message, and the way from one to the other.</summary>
public abstract class MessageContract
{
    private protected MessageContract(string manifest, Type message, MessageDescriptor descriptor)
    {
        Manifest = manifest;
        Message = message;
        Descriptor = descriptor;
    }

    /// <summary>Short, versioned, never reused, e.g. <c>request.submit.v1</c>. A change of meaning takes a new version, a new field does not.</summary>
    public string Manifest { get; }

    public Type Message { get; }

    public MessageDescriptor Descriptor { get; }

    public abstract byte[] Write(object message);

    public abstract object Read(ReadOnlySpan<byte> bytes);
}

internal sealed class MessageContract<TMessage, TWire>(string manifest, Func<TMessage, TWire> write, Func<TWire, TMessage> read)
    : MessageContract(manifest, typeof(TMessage), new TWire().Descriptor)
    where TMessage : IEdgeMessage
    where TWire : IMessage<TWire>, new()
{
    private static readonly MessageParser<TWire> Parser = new(() => new TWire());

    public override byte[] Write(object message) => write((TMessage)message).ToByteArray();

    public override object Read(ReadOnlySpan<byte> bytes) => read(Parser.ParseFrom(bytes));
}
