namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>One axis of a Slice with negative positions resolved and clamped, as the operator's definition says.</summary>
public readonly record struct SliceRange(long Start, long Step, long Count)
{
    public static SliceRange Of(long size, long start, long end, long step)
    {
        if (step == 0) throw new OnnxFormatException("a Slice has step 0");
        if (start < 0) start += size;
        if (end < 0) end = end < -size ? (step < 0 ? -1 : 0) : end + size;
        if (step > 0)
        {
            start = Math.Clamp(start, 0, size);
            end = Math.Clamp(end, 0, size);
            return new(start, step, Math.Max(0, (end - start + step - 1) / step));
        }
        start = Math.Clamp(start, 0, size - 1);
        end = Math.Clamp(end, -1, size - 1);
        return new(start, step, Math.Max(0, (end - start + step + 1) / step));
    }
}
