namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks a method as a function, under the name the host knows it by.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
