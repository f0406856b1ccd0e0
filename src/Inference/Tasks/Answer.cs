namespace EdgeActors.Inference.Tasks;

/// <summary>What a task says about a picture.</summary>
public abstract record Answer;
