using System.Runtime.InteropServices;
using System.Runtime.Serialization;
using System.Security.Cryptography;
using EdgeActors.Learning.Local;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RoundMessages;

namespace EdgeActors.Actors.Training;

/// <summary>
/// What a device keeps on its own disk, so that its process may die anywhere: the attempt it is in (its secret, and what it was told), its last trained
/// update, and what it remembers of the run. Each record is a file of SHA-256 and body; a damaged one counts as missing. The attempt's secret is gone
/// from the disk when the attempt is over.
/// </summary>
internal sealed class DeviceRecords(DeviceId device, IDeviceTrainingStore store, TrainingFrames frames)
{
    private const string AttemptName = "attempt";
    private const string TrainedName = "trained";
    private const string MemoryName = "memory";

    public void Save(DeviceAttempt attempt) => Write(AttemptName, body =>
    {
        Put(body, attempt.Secret);
        foreach (var message in (ITrainingMessage?[])[attempt.Invite, attempt.Roster, attempt.Delivered, attempt.Asked])
            Put(body, message);
    });

    public DeviceAttempt? Attempt() => Read(AttemptName, body =>
    {
        var secret = Bytes(body);
        return Message(body) is InviteToRound invite
            ? DeviceAttempt.Again(invite, device, secret, Message(body) as SendRoster, Message(body) as DeliverShares, Message(body) as AskForShares)
            : null;
    });

    public void ForgetAttempt() => store.Delete(AttemptName);

    public void Save(FinishedTraining trained) => Write(TrainedName, body =>
    {
        Put(body, new InviteToRound(device, trained.Order));
        Put(body, trained.Result.Update);
        body.Write(trained.Result.Steps);
        body.Write(trained.Result.Loss);
        body.Write(trained.Result.Elapsed.Ticks);
        Put(body, trained.Residual);
        Put(body, trained.OwnControl);
        Put(body, trained.Control);
        Put(body, trained.NoiseSeed);
        body.Write(trained.Report.Examples);
        body.Write(trained.Report.BytesDown);
    });

    public FinishedTraining? Trained() => Read(TrainedName, body =>
    {
        var order = ((InviteToRound)Message(body)!).Order;
        var result = new LocalResult(Floats(body), body.ReadInt32(), body.ReadDouble(), TimeSpan.FromTicks(body.ReadInt64()));
        var (residual, own, control, noise) = (Floats(body), Floats(body), Floats(body), Bytes(body));
        return new FinishedTraining(
            device, order, result, residual, own, control, noise, new(body.ReadInt64(), result.Steps, result.Loss, result.Elapsed, body.ReadInt64()));
    });

    public void Save(RunId run, DeviceMemory memory) => Write(MemoryName, body =>
    {
        body.Write(run.Value);
        Put(body, memory.Residual);
        Put(body, memory.Control);
        body.Write(memory.Model?.Version ?? -1);
        Put(body, memory.Model?.Weights ?? []);
    });

    /// <returns>What the device remembers of this run; nothing where it has been in another one since.</returns>
    public DeviceMemory Memory(RunId run) => Read(MemoryName, body =>
    {
        if (body.ReadString() != run.Value) return null;
        var (residual, control, version, weights) = (Floats(body), Floats(body), body.ReadInt32(), Floats(body));
        return new DeviceMemory { Residual = residual, Control = control, Model = version < 0 ? null : (version, weights) };
    }) ?? new DeviceMemory();

    private void Write(string name, Action<BinaryWriter> fill)
    {
        using var bytes = new MemoryStream();
        bytes.Write(new byte[SHA256.HashSizeInBytes]);
        using var body = new BinaryWriter(bytes);
        fill(body);
        body.Flush();
        var file = bytes.ToArray();
        SHA256.HashData(file.AsSpan(SHA256.HashSizeInBytes), file);
        store.Write(name, file);
    }

    private T? Read<T>(string name, Func<BinaryReader, T?> read)
        where T : class
    {
        if (store.Read(name) is not { Length: > SHA256.HashSizeInBytes } file) return null;
        if (!SHA256.HashData(file.AsSpan(SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(file.AsSpan(0, SHA256.HashSizeInBytes))) return null;
        try
        {
            using var body = new BinaryReader(new MemoryStream(file, SHA256.HashSizeInBytes, file.Length - SHA256.HashSizeInBytes));
            return read(body);
        }
        catch (Exception other) when (other is SerializationException or InvalidCastException or EndOfStreamException or InvalidOperationException or CryptographicException)
        {
            return null; // of another version of this program
        }
    }

    private void Put(BinaryWriter body, ITrainingMessage? message)
    {
        var (kind, payload) = message is null ? ("", []) : frames.Write(message);
        body.Write(kind);
        Put(body, payload);
    }

    private static void Put(BinaryWriter body, float[] values) => Put(body, MemoryMarshal.AsBytes<float>(values).ToArray());

    private static void Put(BinaryWriter body, byte[] bytes)
    {
        body.Write(bytes.Length);
        body.Write(bytes);
    }

    private ITrainingMessage? Message(BinaryReader body)
    {
        var kind = body.ReadString();
        var payload = Bytes(body);
        return kind.Length == 0 ? null : frames.Read(kind, payload);
    }

    private static float[] Floats(BinaryReader body) => MemoryMarshal.Cast<byte, float>(Bytes(body)).ToArray();

    private static byte[] Bytes(BinaryReader body)
    {
        var length = body.ReadInt32();
        var bytes = body.ReadBytes(length);
        return bytes.Length == length ? bytes : throw new EndOfStreamException();
    }
}
