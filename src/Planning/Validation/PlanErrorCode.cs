namespace EdgeActors.Planning;

/// <summary>Names of what can be wrong with a plan. They travel in repair prompts and journals, so they never change meaning.</summary>
public static class PlanErrorCode
{
    /// <summary>Not JSON, or not the plan's JSON.</summary>
    public const string Schema = "schema";

    public const string TooManySteps = "too-many-steps";

    /// <summary>Status ok without steps, another status with steps, or no message where one is due.</summary>
    public const string StatusMismatch = "status-mismatch";

    /// <summary>Ids are not 1, 2, 3, ...</summary>
    public const string StepIds = "step-ids";

    public const string UnknownTask = "unknown-task";

    /// <summary>The task exists, but no worker can run it now.</summary>
    public const string NotPlaceable = "not-placeable";

    public const string PictureOutOfRange = "picture-out-of-range";

    public const string QuestionMissing = "question-missing";

    public const string QuestionNotTaken = "question-not-taken";

    public const string QuestionTooLong = "question-too-long";

    /// <summary>A dependency or a placeholder names a step that is not in the plan.</summary>
    public const string MissingReference = "missing-reference";

    /// <summary>A dependency or a placeholder points at the step itself or at a later one.</summary>
    public const string ForwardReference = "forward-reference";

    /// <summary>A placeholder whose step is not among the dependencies.</summary>
    public const string UndeclaredReference = "undeclared-reference";

    public const string DuplicateReference = "duplicate-reference";

    /// <summary>A placeholder uses an answer that cannot be put into words.</summary>
    public const string TypeMismatch = "type-mismatch";

    public const string Cycle = "cycle";

    /// <summary>The answer names no step, a step twice, or one that is not in the plan.</summary>
    public const string AnswerUnreachable = "answer-unreachable";

    /// <summary>A step that neither the answer nor another step uses.</summary>
    public const string UnusedStep = "unused-step";
}
