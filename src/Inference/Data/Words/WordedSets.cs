using EdgeActors.Inference.Data.Scenes;
using EdgeActors.Inference.Tasks;

namespace EdgeActors.Inference.Data.Words;

/// <summary>Opens pictures with words by what <c>--data</c> says.</summary>
public static class WordedSets
{
    private const int GeneratedTraining = 12_000;
    private const int GeneratedTest = 1_000;

    /// <param name="task">One of <see cref="TaskNames"/>.</param>
    /// <param name="data">For questions easy-VQA as a folder or zip; for captions "generated".</param>
    /// <param name="part">"train" or "test".</param>
    /// <exception cref="DataSetException"/>
    public static WordedPictures Open(string task, string data, string part) => task switch
    {
        TaskNames.VisualQuestionAnswering when data != PictureSets.Generated => EasyVqa.Read(data, part),
        TaskNames.VisualQuestionAnswering => throw new DataSetException("Questions are not generated: give --data easy-VQA, as a folder or a zip."),
        TaskNames.ImageCaptioning when data == PictureSets.Generated => SceneGenerator.Create(part == "train" ? GeneratedTraining : GeneratedTest, part == "train" ? 1 : 2),
        TaskNames.ImageCaptioning => throw new DataSetException($"Captions are learned from generated scenes: '{data}' is not '{PictureSets.Generated}'."),
        _ => throw new DataSetException($"Nothing here has words for {task}."),
    };
}
