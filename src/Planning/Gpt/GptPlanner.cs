using System.Collections.Immutable;
using OpenAI.Chat;

namespace EdgeActors.Planning.Gpt;

/// <summary>
/// Asks GPT for a plan, validates it, sends an invalid one back at most twice, and falls back to another planner with the reason: GPT slow,
/// down, out of budget, or unable to make a valid plan never costs a person more than the deadline. Safe to call from many threads.
/// </summary>
public sealed class GptPlanner : IPlanner
{
    /// <summary>Rounds in which an invalid plan is sent back.</summary>
    public const int MostRepairs = 2;

    private readonly GptOptions _options;
    private readonly IPlanner _fallback;
    private readonly TimeProvider _time;
    private readonly GptCall _call;
    private readonly CallBreaker _breaker;
    private readonly PlanCache _cache;
    private readonly SpendLedger _ledger;

    /// <param name="fallback">Plans when GPT does not.</param>
    public GptPlanner(GptOptions options, IPlanner fallback, TimeProvider time)
    {
        (_options, _fallback, _time) = (options, fallback, time);
        _call = new(GptClient.Of(options), options, time);
        _breaker = new(options.BreakAfter, options.BreakFor, time);
        _cache = new(options.CachedPlans);
        _ledger = new(time);
    }

    public async Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellation)
    {
        if (!request.Catalogue.Placeable.Any() || string.IsNullOrWhiteSpace(request.Text) || request.Pictures <= 0)
            return await _fallback.PlanAsync(request, cancellation); // nothing that a model could add
        var schema = PlanSchema.Of(request.Catalogue);
        var key = PlanCache.KeyOf(_options.Model, schema, request);
        if (_cache.Find(key) is { } known)
            return new(known, $"gpt:{_options.Model}", null, 0, [], FromCache: true);
        if (_options.DailyBudgetUsd is { } budget && _ledger.SpentToday(request.BudgetKey) >= budget)
            return await FallBackAsync(request, $"today's GPT budget of {budget:0.00##} USD is spent", 0, [], cancellation);
        if (!_breaker.TryEnter())
            return await FallBackAsync(request, $"GPT has failed {_options.BreakAfter} times in a row and is left alone for {_options.BreakFor.TotalSeconds:0} s", 0, [], cancellation);

        var (plan, reason, calls) = await AskAsync(request, schema, cancellation);
        _ledger.Add(request.BudgetKey, calls.Sum(call => call.CostUsd ?? 0m));
        if (plan is null)
            return await FallBackAsync(request, reason, Math.Max(0, calls.Length - 1), calls, cancellation);
        _cache.Keep(key, plan);
        return new(plan, $"gpt:{calls[^1].Model}", null, calls.Length - 1, calls);
    }

    private async Task<(Plan? Plan, string Reason, ImmutableArray<PlannerCall> Calls)> AskAsync(PlanRequest request, string schema, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(_options.Deadline, _time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        List<ChatMessage> messages =
        [
            new SystemChatMessage(PlanPrompt.System(request, _options.StructuredOutput ? null : schema)), new UserChatMessage(PlanPrompt.User(request)),
        ];
        var calls = ImmutableArray.CreateBuilder<PlannerCall>();
        var started = _time.GetTimestamp();
        try
        {
            while (true)
            {
                var reply = await _call.SendAsync(messages, schema, calls.Count, deadline.Token);
                if (reply.ServerFailed)
                    _breaker.Failed();
                else
                    _breaker.Succeeded();
                if (reply.Text is null)
                {
                    calls.Add(reply.Call);
                    return (null, reply.Fault!, calls.ToImmutable());
                }
                var (plan, errors) = Check(reply.Text, request);
                calls.Add(errors.IsEmpty ? reply.Call : reply.Call with { Outcome = $"invalid: {string.Join(", ", errors.Select(error => error.Code).Distinct())}" });
                if (errors.IsEmpty)
                    return (plan, "", calls.ToImmutable());
                if (calls.Count > MostRepairs)
                    return (null, $"GPT's plan was not valid after {MostRepairs} repairs: {errors[0]}", calls.ToImmutable());
                messages.Add(new AssistantChatMessage(reply.Text[..Math.Min(reply.Text.Length, PlanJson.Longest)]));
                messages.Add(new UserChatMessage(PlanPrompt.Repair(errors)));
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            _breaker.Failed();
            var reason = $"{_options.Endpoint.Host} did not answer within {_options.Deadline.TotalSeconds:0.##} s";
            calls.Add(new(_options.Model, calls.Count, 0, 0, 0, 0, null, _time.GetElapsedTime(started), reason));
            return (null, reason, calls.ToImmutable());
        }
    }

    private static (Plan? Plan, ImmutableArray<PlanError> Errors) Check(string text, PlanRequest request)
    {
        var (plan, unreadable) = PlanJson.Read(Unfence(text));
        return plan is null ? (null, [unreadable!]) : (plan, PlanValidator.Validate(plan, request.Catalogue, request.Pictures));
    }

    /// <summary>Servers without structured output like to wrap JSON in a Markdown fence.</summary>
    private static string Unfence(string text)
    {
        var trimmed = text.Trim();
        return trimmed.StartsWith("```", StringComparison.Ordinal) && trimmed.IndexOf('{') is > 0 and var first && trimmed.LastIndexOf('}') is > 0 and var last && last > first
            ? trimmed[first..(last + 1)]
            : trimmed;
    }

    private async Task<PlanResult> FallBackAsync(PlanRequest request, string reason, int repairs, ImmutableArray<PlannerCall> calls, CancellationToken cancellation)
    {
        var result = await _fallback.PlanAsync(request, cancellation);
        return result with { FallbackReason = reason, Repairs = repairs, Calls = [.. calls, .. result.Calls] };
    }
}
