using EdgeActors.Actors.Training;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Inference.Data;
using EdgeActors.Learning.Data;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;

namespace EdgeActors.Device.Training;

/// <summary>What one device trains on, and what it tells of it: a name, a number of examples, a number of classes.</summary>
internal sealed record TrainingData(PictureTraining Training, DataSetOffer Offer)
{
    /// <summary>What plans call a device's own folder, whatever is in it.</summary>
    private const string Local = "local";

    private const int Side = 32;

    /// <returns>Null where the device has nothing to train on.</returns>
    /// <exception cref="SettingException">The folder holds no labelled pictures.</exception>
    public static TrainingData? Open(SettingValues settings, DeviceId device)
    {
        var folder = settings.Get(DeviceSettings.TrainingData);
        if (folder.Length > 0)
        {
            var own = Path.Combine(folder, device.Value);
            try
            {
                var pictures = PictureFolder.Read(Directory.Exists(own) ? own : folder, "", Side, Side).RequireTrainable();
                return Of(Local, pictures, ChannelNormalization.Cifar10);
            }
            catch (DataSetException wrong)
            {
                throw new SettingException(DeviceSettings.TrainingData, folder, $"a folder with a sub-folder of pictures for each class ({wrong.Message})");
            }
        }

        var count = (int)settings.Get(DeviceSettings.TrainingBuiltIn);
        return count == 0 ? null : Of(BuiltInPictures.Name, BuiltInPictures.Of(device.Value, count), BuiltInPictures.Normalization);
    }

    private static TrainingData Of(string name, PictureSet pictures, ChannelNormalization normalization) =>
        new(new PictureTraining(name, pictures, normalization, threads: 1), new DataSetOffer(name, pictures.Count, pictures.Labels.Count));
}
