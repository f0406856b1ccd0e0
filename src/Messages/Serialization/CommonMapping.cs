using Google.Protobuf.WellKnownTypes;

namespace EdgeActors.Messages.Serialization;

/// <summary>Sequences, times and absent values between records and protobuf.</summary>
internal static class CommonMapping
{
    public static ValueArray<TTo> Map<TFrom, TTo>(this IEnumerable<TFrom> items, Func<TFrom, TTo> map) => items.Select(map).ToValueArray();

    public static Timestamp ToWire(this DateTimeOffset at) => Timestamp.FromDateTimeOffset(at);

    public static Timestamp? ToWire(this DateTimeOffset? at) => at?.ToWire();

    public static Duration ToWire(this TimeSpan span) => Duration.FromTimeSpan(span);

    public static Duration? ToWire(this TimeSpan? span) => span?.ToWire();

    public static DateTimeOffset ToDomain(this Timestamp at) => at.ToDateTimeOffset();

    public static TimeSpan ToDomain(this Duration span) => span.ToTimeSpan();

    public static DateTimeOffset? ToNullable(this Timestamp? at) => at?.ToDateTimeOffset();

    public static TimeSpan? ToNullable(this Duration? span) => span?.ToTimeSpan();
}
