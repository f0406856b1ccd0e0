namespace EdgeActors.Actors.Training;

/// <summary>A few named files on a device's disk. A write is whole and durable when it returns, or has not happened.</summary>
public interface IDeviceTrainingStore
{
    /// <returns>Null where there is none.</returns>
    byte[]? Read(string name);

    /// <exception cref="IOException">It could not be written; what was there before still is.</exception>
    void Write(string name, byte[] bytes);

    void Delete(string name);
}
