using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.LocalHost.Hosting;

/// <summary>A function: its method, its trigger, and how its arguments are found. Reflected upon once.</summary>
internal sealed class FunctionMethod
{
    private readonly MethodInvoker _invoker;
    private readonly ObjectFactory? _newInstance;
    private readonly ArgumentSource[] _arguments;

    private FunctionMethod(string name, MethodInfo method, ParameterInfo triggerParameter)
    {
        Name = name;
        Method = method;
        TriggerParameter = triggerParameter;
        Trigger = triggerParameter.GetCustomAttribute<TriggerBindingAttribute>()!;
        Definition = new LocalFunctionDefinition(this);
        RequireReturnType();
        _arguments = [.. method.GetParameters().Select(parameter => ArgumentSources.For(this, parameter))];
        _invoker = MethodInvoker.Create(method);
        _newInstance = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.ReflectedType!, []);
    }

    public string Name { get; }

    public MethodInfo Method { get; }

    public ParameterInfo TriggerParameter { get; }

    public TriggerBindingAttribute Trigger { get; }

    public LocalFunctionDefinition Definition { get; }

    public string EntryPoint => $"{Method.ReflectedType!.FullName}.{Method.Name}";

    private bool AnswersHttp => TriggerParameter.ParameterType == typeof(HttpRequestData);

    public static FunctionMethod Create(string name, MethodInfo method)
    {
        var triggers = method.GetParameters()
            .Where(parameter => parameter.IsDefined(typeof(TriggerBindingAttribute)))
            .ToList();
        return triggers.Count == 1
            ? new FunctionMethod(name, method, triggers[0])
            : throw new FunctionRefusedException(name, $"it has {triggers.Count} trigger parameters instead of one");
    }

    /// <summary>Runs the function on a fresh instance. The result is an HTTP answer, else null.</summary>
    public async Task<HttpResponseData?> InvokeAsync(Invocation invocation)
    {
        var arguments = new object?[_arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = _arguments[i](invocation);
        var instance = _newInstance?.Invoke(invocation.InstanceServices, []);
        switch (_invoker.Invoke(instance, arguments.AsSpan()))
        {
            case Task<HttpResponseData> answer:
                return await answer;
            case Task task:
                await task;
                return null;
            case HttpResponseData answer:
                return answer;
            default:
                return null;
        }
    }

    // The real worker awaits Task and Task<T> only: what it would not await is refused here too.
    private void RequireReturnType()
    {
        Type[] allowed = AnswersHttp
            ? [typeof(Task<HttpResponseData>), typeof(HttpResponseData)]
            : [typeof(Task), typeof(void)];
        if (!allowed.Contains(Method.ReturnType))
            throw new FunctionRefusedException(
                Name,
                $"it returns {Method.ReturnType.Name}, not {string.Join(" or ", allowed.Select(type => type.Name))}");
    }
}
