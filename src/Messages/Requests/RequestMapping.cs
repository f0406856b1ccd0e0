using EdgeActors.Messages.Serialization;
using Google.Protobuf;

namespace EdgeActors.Messages.Requests;

/// <summary>The request context's records between domain and protobuf.</summary>
public static class RequestMapping
{
    /// <summary>A view as the device link carries it; empty for none.</summary>
    public static ByteString ToLink(this RequestView? view) => view is null ? ByteString.Empty : view.ToWire().ToByteString();

    /// <exception cref="InvalidProtocolBufferException">The bytes are not a view.</exception>
    public static RequestView? ToView(this ByteString body) => body.IsEmpty ? null : Wire.RequestView.Parser.ParseFrom(body).ToDomain();

    internal static Wire.RequestSpec ToWire(this RequestSpec spec)
    {
        var wire = new Wire.RequestSpec
        {
            Text = spec.Text,
            Pictures = { spec.Pictures.Select(picture => picture.ToWire()) },
            AccuracyLossBudget = spec.AccuracyLossBudget,
            Deadline = spec.Deadline.ToWire(),
            AllowEdge = spec.AllowEdge,
        };
        if (spec.Device is { } device)
            wire.Device = device.Value;
        return wire;
    }

    internal static RequestSpec ToDomain(this Wire.RequestSpec spec) => new(
        spec.Text, spec.Pictures.Map(picture => picture.ToDomain()), spec.HasDevice ? new(spec.Device) : null,
        spec.AccuracyLossBudget, spec.Deadline.ToDomain(), spec.AllowEdge);

    internal static Wire.RequestPlan ToWire(this RequestPlan plan)
    {
        var wire = new Wire.RequestPlan
        {
            Status = plan.Status,
            PlannedBy = plan.PlannedBy,
            Steps = { plan.Steps.Select(ToWire) },
            Answer = { plan.Answer },
            Tokens = plan.Tokens,
            CostUsd = plan.CostUsd,
        };
        if (plan.Message is { } message)
            wire.Message = message;
        if (plan.FallbackReason is { } reason)
            wire.FallbackReason = reason;
        return wire;
    }

    internal static RequestPlan ToDomain(this Wire.RequestPlan plan) => new(
        plan.Status, plan.HasMessage ? plan.Message : null, plan.PlannedBy, plan.HasFallbackReason ? plan.FallbackReason : null,
        plan.Steps.Map(ToDomain), plan.Answer.ToValueArray(), plan.Tokens, plan.CostUsd);

    internal static Wire.RequestView ToWire(this RequestView view)
    {
        var wire = new Wire.RequestView
        {
            Request = view.Request.Value,
            Status = view.Status,
            Sequence = view.Sequence,
            Spec = view.Spec.ToWire(),
            AcceptedAt = view.AcceptedAt.ToWire(),
            DeadlineAt = view.DeadlineAt.ToWire(),
            Plan = view.Plan?.ToWire(),
            Steps = { view.Steps.Select(ToWire) },
            Failure = view.Failure?.ToWire(),
            EndedAt = view.EndedAt.ToWire(),
        };
        if (view.Answer is { } answer)
            wire.Answer = answer;
        return wire;
    }

    internal static RequestView ToDomain(this Wire.RequestView view) => new(
        new(view.Request), view.Status, view.Sequence, view.Spec.ToDomain(), view.AcceptedAt.ToDomain(), view.DeadlineAt.ToDomain(),
        view.Plan?.ToDomain(), view.Steps.Map(ToDomain), view.HasAnswer ? view.Answer : null, view.Failure?.ToDomain(), view.EndedAt.ToNullable());

    private static Wire.PlannedStep ToWire(PlannedStep step)
    {
        var wire = new Wire.PlannedStep { Id = step.Id, Task = step.Task, Picture = step.Picture, DependsOn = { step.DependsOn } };
        if (step.Words is { } words)
            wire.Words = words;
        if (step.Ask is { } ask)
            wire.Ask = ask;
        return wire;
    }

    private static PlannedStep ToDomain(Wire.PlannedStep step) => new(
        step.Id, step.Task, step.Picture, step.HasWords ? step.Words : null, step.HasAsk ? step.Ask : null, step.DependsOn.ToValueArray());

    private static Wire.StepView ToWire(StepView step)
    {
        var wire = new Wire.StepView
        {
            Id = step.Id,
            Task = step.Task,
            Attempts = step.Attempts,
            StartedAt = step.StartedAt.ToWire(),
            EndedAt = step.EndedAt.ToWire(),
            Result = step.Result?.ToWire(),
            Failure = step.Failure?.ToWire(),
        };
        if (step.Question is { } question)
            wire.Question = question;
        return wire;
    }

    private static StepView ToDomain(Wire.StepView step) => new(
        step.Id, step.Task, step.HasQuestion ? step.Question : null, step.Attempts, step.StartedAt.ToDomain(), step.EndedAt.ToNullable(),
        step.Result?.ToDomain(), step.Failure?.ToDomain());
}
