import { operatorSet } from './operators';

/**
 * Operators of `ai.onnx` and `com.microsoft` that run on the GPU itself in onnxruntime-web 1.30 (kernels registered in
 * onnxruntime `core/providers/webgpu` and `contrib_ops/webgpu`). Others of the WASM table run beside it on the CPU, with a
 * copy there and back: right, but slow inside a network. Those of `ai.onnx.ml` do not run in that build at all.
 */
export const WEBGPU_OPERATORS: ReadonlySet<string> = operatorSet(`
  Abs Acos Acosh Add ArgMax ArgMin Asin Asinh Atan Atanh AveragePool BatchNormalization Cast Ceil Clip Concat Conv
  ConvTranspose Cos Cosh CumSum DepthToSpace DequantizeLinear Div Einsum Elu Equal Erf Exp Expand Flatten Floor Gather
  GatherElements Gelu Gemm GlobalAveragePool GlobalMaxPool Greater GreaterOrEqual HardSigmoid If InstanceNormalization
  LayerNormalization LeakyRelu Less LessOrEqual Log MatMul MaxPool Mul Neg Not Pad Pow Range Reciprocal ReduceL1 ReduceL2
  ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu Reshape Resize
  Shape Sigmoid Sin Sinh Slice Softmax Split Sqrt Squeeze Sub Tan Tanh ThresholdedRelu Tile Transpose Unsqueeze Where
  com.microsoft.Attention com.microsoft.BiasGelu com.microsoft.FastGelu com.microsoft.FusedConv com.microsoft.Gelu
  com.microsoft.MatMulNBits com.microsoft.MultiHeadAttention com.microsoft.QuickGelu com.microsoft.SkipLayerNormalization`);

/** Operators without work of their own: constants, and what the runtime takes out or unfolds before it runs. */
export const FREE_OPERATORS: ReadonlySet<string> = operatorSet('Constant Dropout GroupNormalization HardSwish Identity');
