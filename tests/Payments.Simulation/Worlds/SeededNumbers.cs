using System.Buffers.Binary;
using Payments.Handlers.Writing;

namespace Payments.Simulation.Worlds;

/// <summary>
/// Unique numbers that begin with the time, the rest drawn from the seed; within a reproducible execution, that
/// execution's own numbers.
/// </summary>
internal sealed class SeededNumbers(Random random, TimeProvider time) : IIdSource
{
    private const int Version7 = 0x70;
    private const int Variant = 0x80;

    public Guid NextId() => ReproducibleExecution.Current?.NextId() ?? Draw();

    private Guid Draw()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        Span<byte> milliseconds = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(milliseconds, time.GetUtcNow().ToUnixTimeMilliseconds());
        milliseconds[2..].CopyTo(bytes);
        bytes[6] = (byte)(Version7 | (bytes[6] & 0x0f));
        bytes[8] = (byte)(Variant | (bytes[8] & 0x3f));
        return new Guid(bytes, bigEndian: true);
    }
}
