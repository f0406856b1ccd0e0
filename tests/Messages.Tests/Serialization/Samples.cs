using System.Reflection;

namespace EdgeActors.Messages.Tests.Serialization;

/// <summary>Makes one instance of any message: every field filled, or every field that may be absent left out. The same every time.</summary>
public sealed class Samples(bool full)
{
    private static readonly DateTimeOffset Day = new(2026, 11, 24, 9, 30, 0, TimeSpan.Zero);
    private readonly NullabilityInfoContext _nullability = new();
    private int _count;

    public static object Full(Type type) => new Samples(true).Make(type, type.Name);

    public static object Sparse(Type type) => new Samples(false).Make(type, type.Name);

    private object Make(Type type, string name)
    {
        _count++;
        return type switch
        {
            _ when type == typeof(string) => $"{name}-{_count}",
            _ when type == typeof(int) => _count,
            _ when type == typeof(long) => 10_000_000_000L + _count,
            _ when type == typeof(byte) => (byte)_count,
            _ when type == typeof(float) => 0.25f + _count,
            _ when type == typeof(double) => 0.125 + _count,
            _ when type == typeof(bool) => full,
            _ when type == typeof(DateTimeOffset) => Day.AddTicks(1_234_567L * _count),
            _ when type == typeof(TimeSpan) => TimeSpan.FromTicks(7_654_321L * _count),
            _ when type == typeof(Uri) => new Uri($"https://edge.example:8443/blobs/{_count}"),
            _ when type == typeof(Answer) => full ? Make(typeof(ClassificationAnswer), name) : Make(typeof(TextAnswer), name),
            _ when type == typeof(PictureRef) => full ? PictureRef.Uploaded((BlobRef)Make(typeof(BlobRef), name)) : PictureRef.Held($"{name}-{_count}"),
            _ when typeof(Identifier).IsAssignableFrom(type) => Activator.CreateInstance(type, $"{name}-{_count}")!,
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(ValueArray<>) => MakeArray(type, name),
            _ => MakeRecord(type),
        };
    }

    private object MakeRecord(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters().Select(MakeParameter)]);
    }

    private object? MakeParameter(ParameterInfo parameter)
    {
        if (Nullable.GetUnderlyingType(parameter.ParameterType) is { } underlying)
            return full ? Make(underlying, parameter.Name!) : null;
        var mayBeNull = !parameter.ParameterType.IsValueType && _nullability.Create(parameter).WriteState == NullabilityState.Nullable;
        return mayBeNull && !full ? null : Make(parameter.ParameterType, parameter.Name!);
    }

    private object MakeArray(Type type, string name)
    {
        var element = type.GetGenericArguments()[0];
        // One label only: protobuf writes maps in no particular order, and golden bytes need one.
        var length = !full ? 0 : element.Name == "DeviceLabel" ? 1 : 2;
        var items = Array.CreateInstance(element, length);
        for (var i = 0; i < length; i++)
            items.SetValue(Make(element, name), i);
        var create = typeof(ValueArray).GetMethod(nameof(ValueArray.ToValueArray))!.MakeGenericMethod(element);
        return create.Invoke(null, [items])!;
    }
}
