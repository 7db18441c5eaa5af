namespace Payments.Codebase.Tests.Circle.There.Deep;

/// <summary>The other half, a folder deeper.</summary>
internal sealed class Second
{
    public static object Next() => new Here.First(null);
}
