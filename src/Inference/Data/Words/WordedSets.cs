using EdgeActors.Inference.Tasks;

namespace EdgeActors.Inference.Data.Words;

/// <summary>Opens pictures with words by what <c>--data</c> says.</summary>
public static class WordedSets
{
    /// <param name="task">One of <see cref="TaskNames"/>.</param>
    /// <param name="data">For questions easy-VQA as a folder or zip; for captions "generated".</param>
    /// <param name="part">"train" or "test".</param>
    /// <exception cref="DataSetException"/>
    public static WordedPictures Open(string task, string data, string part) => task switch
    {
        TaskNames.VisualQuestionAnswering when data != PictureSets.Generated => EasyVqa.Read(data, part),
        TaskNames.VisualQuestionAnswering => throw new DataSetException("Questions are not generated: give --data easy-VQA, as a folder or a zip."),
        _ => throw new DataSetException($"Nothing here has words for {task}."),
    };
}
